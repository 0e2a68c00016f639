package io.millrace.job.prepare;

import io.millrace.arrivals.ForeignArrival;
import java.io.Serial;
import org.apache.flink.api.java.functions.KeySelector;

/** Order of the source: file, then row. */
final class SourcePlace implements KeySelector<ForeignArrival, Long> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int ROW_BITS = 40;

    @Override
    public Long getKey(ForeignArrival row) {
        return of(row.sourceFile, row.sourceRow);
    }

    static long of(int file, long row) {
        return ((long) file << ROW_BITS) + row;
    }
}
