package io.millrace.job.prepare;

import io.millrace.arrivals.RawArrival;
import java.io.Serializable;
import java.util.List;

/** What becomes of the rows of a foreign table, batch by batch. One instance serves one split. */
interface RowsReader<T> {
    /**
     * One row.
     *
     * @param raw reused
     * @param file position in the list of files
     * @param row 0-based row of the file
     * @param out receives what the row becomes
     */
    void row(RawArrival raw, int file, long row, List<T> out);

    /** After the last row of a batch. */
    void endBatch(List<T> out);

    /** Makes a reader per split. */
    @FunctionalInterface
    interface Factory<T> extends Serializable {
        RowsReader<T> create();
    }
}
