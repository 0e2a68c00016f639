package io.millrace.job.sinks.parquet;

/** Sizes of page buffers: they double from small, since most files of a late date hold few rows. */
final class PageRoom {
    private static final int SMALLEST = 256;

    private PageRoom() {}

    static int grown(int size, int needed) {
        return Math.max(needed, Math.max(SMALLEST, 2 * size));
    }
}
