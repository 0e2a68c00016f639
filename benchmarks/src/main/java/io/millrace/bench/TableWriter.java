package io.millrace.bench;

import io.millrace.slab.SlabKind;
import java.nio.file.Path;

/** Writes the rows of one table, which it has in memory, as one zstd Parquet file. */
interface TableWriter extends AutoCloseable {
    /** @return rows that are now in memory, at most {@code rowsMax} */
    long load(TableFiles files, SlabKind kind, long rowsMax) throws Exception;

    /** Writes all of them to a new file, on the calling thread. */
    void write(Path file) throws Exception;
}
