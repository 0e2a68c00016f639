package io.millrace.job.sinks.parquet;

import java.io.Serial;
import java.io.Serializable;

/**
 * Where pages and row groups end.
 *
 * @param pageRows rows of a page, all columns alike
 * @param groupRows rows of a row group, a multiple of {@code pageRows}
 * @param groupBytes encoded bytes after which a row group ends with the page
 */
record PartLimits(int pageRows, long groupRows, long groupBytes) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** 64 K values make half a megabyte of ids: one cache's worth to encode, long enough for zstd. */
    static final PartLimits STANDARD = new PartLimits(1 << 16, 1 << 20, 128L << 20);

    PartLimits {
        if (pageRows < 1 || groupRows % pageRows != 0 || groupRows < pageRows) {
            throw new IllegalArgumentException(
                    "a row group must be whole pages, was " + groupRows + " rows of pages of " + pageRows);
        }
    }
}
