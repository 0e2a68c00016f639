package io.millrace.job.prepare;

import io.millrace.digest.FileDigest;
import io.millrace.run.FooterFacts;
import io.millrace.run.TableFooters;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;

/** What source digests need of a footer: rows, keys and the digest of its bytes. Columns are judged elsewhere. */
final class SourceFooters implements TableFooters {
    private static final int TAIL_BYTES = 8;

    @Override
    public FooterFacts read(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            ParquetMetadata footer = reader.getFooter();
            return new FooterFacts(
                    reader.getRecordCount(),
                    List.of(),
                    new TreeMap<>(footer.getFileMetaData().getKeyValueMetaData()),
                    footerDigest(file));
        } catch (RuntimeException e) {
            throw new IOException(file.getFileName() + " is no whole Parquet file: " + e.getMessage(), e);
        }
    }

    private static String footerDigest(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            bytes.seek(bytes.length() - TAIL_BYTES);
            int length = Integer.reverseBytes(bytes.readInt());
            byte[] tail = new byte[length + TAIL_BYTES];
            bytes.seek(bytes.length() - tail.length);
            bytes.readFully(tail);
            MessageDigest digest = FileDigest.sha256();
            return HexFormat.of().formatHex(digest.digest(tail));
        }
    }
}
