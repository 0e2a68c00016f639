package io.millrace.contract;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;

/** Key of an arrival, {@code merchant_ordinal * 2^40 + arrival_seq}: 1..2^63-1 and one-to-one; contracts 1.4. */
public final class ArrivalKey {
    private static final int SEQ_BITS = 40;
    private static final int ORDINAL_BITS = 23;

    private ArrivalKey() {}

    /**
     * @param merchantId unsigned, for the message only
     * @param merchantOrdinal 0..2^23-1
     * @param arrivalSeq 1..2^40-1
     * @throws RunException S1_ARRIVAL_FIELD_RANGE
     */
    public static long of(long merchantId, long merchantOrdinal, long arrivalSeq) {
        if (arrivalSeq < 1 || arrivalSeq >>> SEQ_BITS != 0 || merchantOrdinal >>> ORDINAL_BITS != 0) {
            throw new RunException(Problem.of(
                    ErrorCode.S1_ARRIVAL_FIELD_RANGE,
                    "arrival_events_5B merchant_id=" + Long.toUnsignedString(merchantId),
                    "arrival_seq must lie in 1..2^40-1 and merchant_ordinal in 0..2^23-1",
                    arrivalSeq + " and " + merchantOrdinal,
                    "check how the arrivals were prepared"));
        }
        return (merchantOrdinal << SEQ_BITS) + arrivalSeq;
    }

    /** The {@code merchant_ordinal} of a key. */
    public static int merchantOrdinal(long arrivalKey) {
        return (int) (arrivalKey >>> SEQ_BITS);
    }

    /** The {@code arrival_seq} of a key. */
    public static long seq(long arrivalKey) {
        return arrivalKey & ((1L << SEQ_BITS) - 1);
    }
}
