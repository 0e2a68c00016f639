package io.millrace.job.prepare;

import io.millrace.arrivals.ForeignArrival;
import java.io.Serial;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Brings equal keys (merchant, arrival_seq) together, 65,536 neighbouring numbers of a merchant at a time: few groups
 * where numbers are dense, small ones where they are not. Merchants that share a block only share a sort.
 */
final class SeqBlock implements KeySelector<ForeignArrival, Long> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int BLOCK_BITS = 16;
    private static final long ODD = 0x9E37_79B9_7F4A_7C15L;

    @Override
    public Long getKey(ForeignArrival row) {
        return row.merchantId * ODD + (row.arrivalSeq >>> BLOCK_BITS);
    }
}
