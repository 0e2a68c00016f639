package io.millrace.run;

import java.io.IOException;
import java.nio.file.Path;

/** Reads Parquet footers; the simulator itself knows no Parquet. */
@FunctionalInterface
public interface TableFooters {
    /** @throws IOException when the file is no Parquet file or cannot be read; the message says which */
    FooterFacts read(Path file) throws IOException;
}
