package io.millrace.job.slab;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.InputFile;

/**
 * Opens Parquet files with parquet-java, all with one empty Hadoop configuration: the default way builds a new one for
 * every file and parses two thousand lines of XML on the way, which was nine tenths of a run over hour files.
 */
public final class ParquetReaders {
    private static final Configuration EMPTY = new Configuration(false);

    private ParquetReaders() {}

    /** @throws RuntimeException when the input is no Parquet file */
    public static ParquetFileReader open(InputFile input) throws IOException {
        // Options hold a decompressor pool that is not for several threads, so each reader has its own.
        return ParquetFileReader.open(input, HadoopReadOptions.builder(EMPTY).build());
    }
}
