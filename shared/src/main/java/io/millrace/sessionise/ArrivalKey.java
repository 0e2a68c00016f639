package io.millrace.sessionise;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.slab.AttachedSlab;

/** Key of an arrival, {@code merchant_ordinal * 2^40 + arrival_seq}: 1..2^63-1 and one-to-one; contracts 1.4. */
final class ArrivalKey {
    private static final int SEQ_BITS = 40;
    private static final int ORDINAL_BITS = 23;

    private ArrivalKey() {}

    static long of(AttachedSlab slab, int row) {
        long seq = slab.arrivalSeq[row];
        long ordinal = slab.merchantOrdinal[row];
        if (seq < 1 || seq >>> SEQ_BITS != 0 || ordinal >>> ORDINAL_BITS != 0) {
            throw new RunException(Problem.of(
                    ErrorCode.S1_ARRIVAL_FIELD_RANGE,
                    "arrival_events_5B merchant_id=" + Long.toUnsignedString(slab.merchantId[row]),
                    "arrival_seq must lie in 1..2^40-1 and merchant_ordinal in 0..2^23-1",
                    seq + " and " + ordinal,
                    "check how the arrivals were prepared"));
        }
        return (ordinal << SEQ_BITS) + seq;
    }

    static long seq(long arrivalKey) {
        return arrivalKey & ((1L << SEQ_BITS) - 1);
    }
}
