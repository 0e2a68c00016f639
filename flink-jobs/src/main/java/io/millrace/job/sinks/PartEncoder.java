package io.millrace.job.sinks;

import io.millrace.slab.Slab;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.SortedMap;

/** How the rows of one dataset become the bytes of a part file. */
public interface PartEncoder extends Serializable {
    /** Begins a file on {@code out}; the encoder never closes it. */
    Part open(OutputStream out) throws IOException;

    /** The same for a file that gets few rows for now: it begins with little memory. */
    default Part openSmall(OutputStream out) throws IOException {
        return open(out);
    }

    /** One file being written. */
    interface Part {
        /** Appends rows {@code from..to-1}; the slab is not kept. */
        void write(Slab slab, int from, int to) throws IOException;

        /** Bytes that wait in memory, encoded or not yet. */
        long bufferedBytes();

        /** Writes what is buffered and the footer. */
        Content finish() throws IOException;
    }

    /**
     * What is in a finished file; the same figures stand in its footer.
     *
     * @param rows at least 1
     * @param rowDigest 32 hex digits
     * @param links link name to {@code p1:p2}
     * @param tsMinMicros smallest time of the partition column, 0 for datasets without time
     * @param tsMaxMicros largest
     */
    record Content(long rows, String rowDigest, SortedMap<String, String> links, long tsMinMicros, long tsMaxMicros) {}
}
