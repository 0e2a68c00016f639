package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.digest.TupleDigest;
import io.millrace.run.DigestKind;
import io.millrace.run.FooterFacts;
import io.millrace.run.FooterFacts.ColumnFacts;
import io.millrace.run.Partition;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFootersTest {
    private static final Path ARRIVALS = PolicyFiles.root()
            .resolve("samples/upstream/data/layer2/5B/arrival_events/seed=42/manifest_fingerprint="
                    + "c735e5797fe05c9e985afe2efbb62db5c3cbcaafc73b53b9958f1bceda056e8a/scenario_id=baseline_v1");

    @Test
    void rowsColumnsAndBoundsOfTheSampleArrivals() throws IOException {
        FooterFacts facts = new ParquetFooters().read(ARRIVALS.resolve("part-000000.parquet"));
        assertThat(facts.rows()).isEqualTo(40_000);
        ColumnFacts merchant = facts.column("merchant_id").orElseThrow();
        assertThat(merchant.physicalType()).isEqualTo("INT64");
        ColumnFacts seq = facts.column("arrival_seq").orElseThrow();
        assertThat(seq.min()).isEqualTo(OptionalLong.of(1));
        assertThat(seq.max().orElseThrow()).isBetween(2L, 40_000L);
        assertThat(facts.column("ts_utc").orElseThrow().physicalType()).isEqualTo("BYTE_ARRAY");
        assertThat(facts.column("ts_utc").orElseThrow().min()).isEmpty();
    }

    @Test
    void theFooterDigestIsOverTheLastBytesOfTheFile() throws IOException {
        Path file = ARRIVALS.resolve("part-000000.parquet");
        byte[] bytes = Files.readAllBytes(file);
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        assertThat(new ParquetFooters().read(file).footerSha256Hex())
                .isEqualTo(TupleDigest.sha256Hex(Arrays.copyOfRange(bytes, bytes.length - length - 8, bytes.length)));
    }

    @Test
    void aPartitionIsReadWithItsDigest() throws IOException {
        Partition partition = Partition.read(ARRIVALS, new ParquetFooters());
        byte[] bytes = Files.readAllBytes(ARRIVALS.resolve("part-000000.parquet"));
        assertThat(partition.rows()).isEqualTo(40_000);
        assertThat(partition.digestKind()).isEqualTo(DigestKind.FILESET_SHA256);
        assertThat(partition.sha256Hex())
                .isEqualTo(TupleDigest.sha256Hex(
                        (TupleDigest.sha256Hex(bytes) + " " + bytes.length + " part-000000.parquet\n")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void aFileThatIsNoneIsToldSo(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("part-0.parquet"), "no Parquet at all, but long enough");
        assertThatThrownBy(() -> new ParquetFooters().read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no whole Parquet file");
    }
}
