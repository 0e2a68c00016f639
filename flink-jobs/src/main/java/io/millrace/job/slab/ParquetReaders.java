package io.millrace.job.slab;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.util.ReflectionUtils;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.InputFile;

/**
 * Opens Parquet files with parquet-java, all with one empty Hadoop configuration: the default way builds a new one for
 * every file and parses two thousand lines of XML on the way, which was nine tenths of a run over hour files.
 */
public final class ParquetReaders {
    private static final Configuration EMPTY = new Configuration(false);

    static {
        // Otherwise that of the thread which happens to come first: a task's, which is closed with its job.
        EMPTY.setClassLoader(ParquetReaders.class.getClassLoader());
    }

    private ParquetReaders() {}

    /** @throws RuntimeException when the input is no Parquet file */
    public static ParquetFileReader open(InputFile input) throws IOException {
        // Options hold a decompressor pool that is not for several threads, so each reader has its own.
        return ParquetFileReader.open(
                input,
                HadoopReadOptions.builder(EMPTY)
                        .withCodecFactory(new OwnCodecs())
                        .build());
    }

    /**
     * Codecs of one reader. Those of parquet-java are kept for the whole process with the class loader of whoever asked
     * first; when that was a task of a job that has ended, they fail now and then.
     */
    private static final class OwnCodecs extends CodecFactory {
        OwnCodecs() {
            super(EMPTY, 0);
        }

        @Override
        protected CompressionCodec getCodec(CompressionCodecName name) {
            String codec = name.getHadoopCompressionCodecClassName();
            if (codec == null) {
                return null;
            }
            try {
                return (CompressionCodec) ReflectionUtils.newInstance(EMPTY.getClassByName(codec), EMPTY);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("no codec for " + name, e);
            }
        }
    }
}
