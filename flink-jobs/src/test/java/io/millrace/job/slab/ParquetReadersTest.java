package io.millrace.job.slab;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.run.SampleUpstream;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers do not depend on who has read Parquet in this process before. */
class ParquetReadersTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
        Codecs.forget();
    }

    @Test
    void aCodecThatATaskOfAnEndedJobLeftBehindIsNotUsed() throws IOException {
        JobLoader job = new JobLoader();
        Thread.currentThread().setContextClassLoader(job);
        Codecs.forget();
        new CodecFactory(new Configuration(), 0).getDecompressor(CompressionCodecName.ZSTD);
        Thread.currentThread().setContextClassLoader(before);
        job.closed = true;

        try (ParquetFileReader reader = ParquetReaders.open(new LocalInputFile(zstdFile()))) {
            PageReadStore group = reader.readNextRowGroup();
            assertThat(reader.getFooter().getFileMetaData().getSchema().getColumns())
                    .allSatisfy(column ->
                            assertThat(group.getPageReader(column).readPage()).isNotNull());
        }
    }

    private static Path zstdFile() throws IOException {
        try (Stream<Path> walk = Files.walk(SampleUpstream.root())) {
            return walk.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** As Flink's loader of a job, which says when it is asked after the end of that. */
    private static final class JobLoader extends ClassLoader {
        private volatile boolean closed;

        JobLoader() {
            super(JobLoader.class.getClassLoader());
        }

        @Override
        public URL getResource(String name) {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            return super.getResource(name);
        }
    }

    /** The codecs that parquet-java keeps for the process. */
    private static final class Codecs extends CodecFactory {
        private Codecs() {
            super(new Configuration(false), 0);
        }

        static void forget() {
            CODEC_BY_NAME.clear();
        }
    }
}
