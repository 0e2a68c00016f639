package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;

/** Rows and bytes of the finished Parquet files below a folder, by their footers. */
record FileCount(long rows, long bytes) {
    static FileCount of(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            // What is in progress has a hidden name.
            files = walk.filter(path -> path.getFileName().toString().startsWith("part-"))
                    .filter(Files::isRegularFile)
                    .toList();
        }
        long rows = 0;
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
            try (ParquetFileReader reader = ParquetFileReader.open(
                    new LocalInputFile(file),
                    HadoopReadOptions.builder(new Configuration(false)).build())) {
                rows += reader.getRecordCount();
            }
        }
        return new FileCount(rows, bytes);
    }
}
