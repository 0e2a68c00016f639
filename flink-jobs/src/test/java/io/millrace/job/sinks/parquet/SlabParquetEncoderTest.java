package io.millrace.job.sinks.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.RunException;
import io.millrace.job.sinks.PartEncoder;
import io.millrace.slab.AccountingSlab;
import io.millrace.slab.EventSlab;
import io.millrace.slab.RejectSlab;
import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import io.millrace.slab.ZoneDimSlab;
import io.millrace.testing.AnySlab;
import io.millrace.testing.ForAllSeeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.util.InstantiationUtil;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlabParquetEncoderTest {
    private static final PartLimits SMALL = new PartLimits(100, 300, 1 << 20);

    @TempDir
    Path folder;

    @Test
    void everyKindComesBackWithAnyNullsAndExtremes() {
        ForAllSeeds.of(12).check(seed -> {
            for (SlabKind kind : SlabKind.values()) {
                int rows = 1 + (int) (seed * 97 % 700);
                Slab slab = AnySlab.of(kind, seed, rows);
                List<String> digests = new ArrayList<>();
                for (SinkEncoding encoding : SinkEncoding.values()) {
                    Path file = folder.resolve("part.parquet");
                    int piece = 1 + (int) (seed * 31 % 400);
                    PartEncoder.Content content =
                            PartFixture.write(PartFixture.encoder(kind, encoding, SMALL), slab, piece, file);
                    assertThat(content.rows()).isEqualTo(rows);
                    assertThat(PartFixture.read(kind, file))
                            .as("%s %s", kind, encoding)
                            .isEqualTo(PartFixture.rows(slab));
                    digests.add(content.rowDigest() + content.links());
                }
                assertThat(digests.get(0)).isEqualTo(digests.get(1));
            }
        });
    }

    @Test
    void aFileDoesNotShowWhatItsWriterWroteBefore() throws IOException {
        Path file = folder.resolve("part.parquet");
        for (SlabKind kind : SlabKind.values()) {
            Slab slab = AnySlab.of(kind, 7, 350);
            PartFixture.write(PartFixture.encoder(kind, SinkEncoding.COMPACT, SMALL), slab, 100, file);
            byte[] alone = Files.readAllBytes(file);
            PartEncoder used = PartFixture.encoder(kind, SinkEncoding.COMPACT, SMALL);
            for (int earlier = 1; earlier <= 6; earlier++) {
                PartFixture.write(used, AnySlab.of(kind, 100 + earlier, 90 * earlier), 256, file);
            }
            PartFixture.write(used, slab, 100, file);
            assertThat(Files.readAllBytes(file)).as("%s", kind).isEqualTo(alone);
        }
    }

    @Test
    void everyEncodingIsUsedSomewhereAndPlainFilesHaveNoDeltaPages() throws IOException {
        Slab slab = AnySlab.of(SlabKind.SESSION_INDEX, 3, 2_000);
        for (int row = 0; row < slab.size; row++) {
            ((SessionIndexSlab) slab).startMicros[row] = 1_760_000_000_000_000L + 1_000L * row;
        }
        Set<String> compact = encodings(slab, SinkEncoding.COMPACT);
        Set<String> plain = encodings(slab, SinkEncoding.PLAIN);
        assertThat(compact).containsExactlyInAnyOrder("RLE", "PLAIN", "RLE_DICTIONARY", "DELTA_BINARY_PACKED");
        assertThat(plain).containsExactlyInAnyOrder("RLE", "PLAIN", "RLE_DICTIONARY");
    }

    private Set<String> encodings(Slab slab, SinkEncoding encoding) throws IOException {
        Path file = folder.resolve(encoding + ".parquet");
        PartFixture.write(PartFixture.encoder(slab.kind(), encoding, PartLimits.STANDARD), slab, 256, file);
        Set<String> used = new HashSet<>();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            for (BlockMetaData group : reader.getRowGroups()) {
                group.getColumns().forEach(chunk -> chunk.getEncodings().forEach(one -> used.add(one.name())));
            }
        }
        return used;
    }

    @Test
    void oneRowAndNoRowAreFilesToo() {
        for (SlabKind kind : SlabKind.values()) {
            Slab one = AnySlab.of(kind, 5, 1);
            Path file = folder.resolve(kind + ".parquet");
            SlabParquetEncoder encoder = PartFixture.encoder(kind, SinkEncoding.COMPACT, PartLimits.STANDARD);
            PartFixture.write(encoder, one, 1, file);
            assertThat(PartFixture.read(kind, file)).isEqualTo(PartFixture.rows(one));
            one.size = 0;
            PartEncoder.Content none = PartFixture.write(encoder, one, 1, file);
            assertThat(none).isEqualTo(new PartEncoder.Content(0, "0".repeat(32), none.links(), 0, 0));
            assertThat(PartFixture.read(kind, file)).isEmpty();
        }
    }

    @Test
    void moreRowsThanAPageAndThanARowGroup() throws IOException {
        int rows = 1_200_000;
        AccountingSlab slab = new AccountingSlab(4_000);
        Path file = folder.resolve("long.parquet");
        long sum = 0;
        try (var out = Files.newOutputStream(file)) {
            PartEncoder.Part part = PartFixture.encoder(SlabKind.ACCOUNTING, SinkEncoding.COMPACT, PartLimits.STANDARD)
                    .open(out);
            for (int start = 0; start < rows; start += 4_000) {
                slab.size = 4_000;
                for (int row = 0; row < slab.size; row++) {
                    slab.stage[row] = 1;
                    slab.family[row] = (byte) (1 + row % 2);
                    slab.decision[row] = 1;
                    slab.evaluations[row] = (long) start + row;
                    sum += start + row;
                }
                part.write(slab, 0, slab.size);
            }
            assertThat(part.finish().rows()).isEqualTo(rows);
        }
        PartFooter footer = PartFooter.read(new LocalInputFile(file), file.toString());
        assertThat(footer.rows()).isEqualTo(rows);
        assertThat(footer.counters()).containsEntry("evaluations.CHANNEL", Long.toString(sum));
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            assertThat(reader.getRowGroups())
                    .extracting(BlockMetaData::getRowCount)
                    .containsExactly(1L << 20, rows - (1L << 20));
        }
        List<String> read = PartFixture.read(SlabKind.ACCOUNTING, file);
        assertThat(read).hasSize(rows);
        assertThat(read.get(rows - 1)).contains("evaluations=" + (rows - 1) + " ");
        assertThat(read.get(1 << 20)).contains("evaluations=" + (1 << 20) + " ");
    }

    @Test
    void aRowGroupEndsWithThePageThatFillsItsBytes() throws IOException {
        Slab slab = AnySlab.of(SlabKind.FLOW, 11, 1_000);
        Path file = folder.resolve("groups.parquet");
        SlabParquetEncoder encoder =
                PartFixture.encoder(SlabKind.FLOW, SinkEncoding.PLAIN, new PartLimits(100, 1_000, 1));
        PartFixture.write(encoder, slab, 70, file);
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            assertThat(reader.getRowGroups()).hasSize(10);
        }
        assertThat(PartFixture.read(SlabKind.FLOW, file)).isEqualTo(PartFixture.rows(slab));
    }

    @Test
    void textWithoutAnyValueAndTextThatOutgrowsItsDictionary() {
        RejectSlab slab = new RejectSlab(150_000);
        for (int i = 0; i < 150_000; i++) {
            int row = slab.addRow();
            slab.sourcePath[row] = "file-" + (i < 70_000 ? i % 3 : i);
            slab.sourceRow[row] = i;
            slab.reason[row] = 1;
            slab.columnName[row] = null;
            slab.valueText[row] = i % 2 == 0 ? null : "";
        }
        Path file = folder.resolve("text.parquet");
        PartFixture.write(
                PartFixture.encoder(SlabKind.REJECT, SinkEncoding.COMPACT, PartLimits.STANDARD), slab, 5_000, file);
        assertThat(PartFixture.read(SlabKind.REJECT, file)).isEqualTo(PartFixture.rows(slab));
    }

    @Test
    void filesOpenAtTheSameTimeDoNotMix() throws IOException {
        SlabParquetEncoder encoder = PartFixture.encoder(SlabKind.EVENT, SinkEncoding.COMPACT, SMALL);
        List<Slab> slabs = IntStream.range(0, 3)
                .mapToObj(i -> AnySlab.of(SlabKind.EVENT, 20 + i, 250))
                .toList();
        List<ByteArrayOutputStream> outs = new ArrayList<>();
        List<PartEncoder.Part> parts = new ArrayList<>();
        for (int i = 0; i < slabs.size(); i++) {
            outs.add(new ByteArrayOutputStream());
            parts.add(encoder.open(outs.get(i)));
        }
        for (int from = 0; from < 250; from += 50) {
            for (int i = 0; i < slabs.size(); i++) {
                parts.get(i).write(slabs.get(i), from, from + 50);
            }
        }
        for (int i = 0; i < slabs.size(); i++) {
            parts.get(i).finish();
            Path file = folder.resolve(i + ".parquet");
            Files.write(file, outs.get(i).toByteArray());
            assertThat(PartFixture.read(SlabKind.EVENT, file)).isEqualTo(PartFixture.rows(slabs.get(i)));
        }
    }

    @Test
    void equalRowsGiveEqualBytesWhateverTheSlabsAndAfterAJourneyAsAnObject() throws Exception {
        Slab slab = AnySlab.of(SlabKind.SESSIONED, 6, 1_000);
        Path first = folder.resolve("first.parquet");
        Path second = folder.resolve("second.parquet");
        SlabParquetEncoder encoder = PartFixture.encoder(SlabKind.SESSIONED, SinkEncoding.COMPACT, SMALL);
        PartFixture.write(encoder, slab, 7, first);
        PartFixture.write(InstantiationUtil.clone(encoder), slab, 256, second);
        assertThat(first).hasSameBinaryContentAs(second);
    }

    @Test
    void theStreamStaysOpen() throws IOException {
        boolean[] closed = new boolean[1];
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        PartEncoder.Part part =
                PartFixture.encoder(SlabKind.EVENT, SinkEncoding.PLAIN, SMALL).open(out);
        part.write(AnySlab.of(SlabKind.EVENT, 1, 10), 0, 10);
        part.finish();
        assertThat(closed[0]).isFalse();
    }

    @Test
    void theFooterSaysWhatIsInTheFile() {
        EventSlab slab = (EventSlab) AnySlab.of(SlabKind.EVENT, 8, 500);
        for (int row = 0; row < slab.size; row++) {
            slab.tsMicros[row] = 1_000L + row;
        }
        Path file = folder.resolve("footer.parquet");
        SlabParquetEncoder encoder = new SlabParquetEncoder(
                SlabKind.EVENT,
                SinkEncoding.COMPACT,
                PartFixture.FOOTER,
                AnySlab.ZONES,
                "ts_utc",
                "ts_utc,merchant_id");
        PartEncoder.Content content = PartFixture.write(encoder, slab, 256, file);
        PartFooter footer = PartFooter.read(new LocalInputFile(file), file.toString());
        assertThat(footer.createdBy()).isEqualTo("millrace version 1.2.3");
        assertThat(footer.rows()).isEqualTo(500);
        assertThat(footer.rowDigest()).isEqualTo(content.rowDigest());
        assertThat(footer.links()).isEqualTo(content.links()).containsOnlyKeys("flow");
        assertThat(footer.tsMinMicros()).isEqualTo(1_000);
        assertThat(footer.tsMaxMicros()).isEqualTo(1_499);
        assertThat(footer.keys())
                .containsEntry("millrace.seed", "42")
                .containsEntry("millrace.row_digest_law", "xxh3-128-sum-v1")
                .containsEntry("millrace.sort", "ts_utc,merchant_id")
                .containsEntry("millrace.rows", "500");
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Path good = folder.resolve("good.parquet");
        PartFixture.write(
                PartFixture.encoder(SlabKind.EVENT, SinkEncoding.COMPACT, PartLimits.STANDARD),
                AnySlab.of(SlabKind.EVENT, 4, 2_000),
                256,
                good);
        byte[] bytes = Files.readAllBytes(good);
        byte[] truncated = Arrays.copyOf(bytes, bytes.length - 10);
        byte[] otherMagic = bytes.clone();
        otherMagic[bytes.length - 1] = '2';
        byte[] otherFooter = bytes.clone();
        Arrays.fill(otherFooter, bytes.length - 200, bytes.length - 8, (byte) 0xFF);
        byte[] otherPage = bytes.clone();
        Arrays.fill(otherPage, 4, 40, (byte) 0);
        for (byte[] damaged : List.of(truncated, otherMagic, otherFooter, otherPage, new byte[3])) {
            Path file = folder.resolve("damaged.parquet");
            Files.write(file, damaged);
            assertThatThrownBy(() -> PartFixture.read(SlabKind.EVENT, file))
                    .isInstanceOf(ContractException.class)
                    .hasMessageContaining("damaged.parquet: must be a whole Parquet file")
                    .extracting(e -> ((ContractException) e).problems().get(0).code())
                    .isEqualTo(ErrorCode.INPUT_SCHEMA_MISMATCH);
        }
        Path file = folder.resolve("damaged.parquet");
        Files.write(file, truncated);
        assertThatThrownBy(() -> PartFooter.read(new LocalInputFile(file), "part-1"))
                .hasMessageContaining("part-1: must be a whole Parquet file");
    }

    @Test
    void aRowThatBreaksItsSchemaEndsTheFile() {
        EventSlab slab = (EventSlab) AnySlab.of(SlabKind.EVENT, 1, 10);
        slab.channel[7] = 0;
        assertThatThrownBy(() -> PartFixture.write(
                        PartFixture.encoder(SlabKind.EVENT, SinkEncoding.PLAIN, SMALL),
                        slab,
                        10,
                        folder.resolve("x.parquet")))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("channel: must be a code of 1..5 in every row, was 0");
        ZoneDimSlab zones = (ZoneDimSlab) AnySlab.of(SlabKind.ZONE_DIM, 1, 10);
        zones.tzid[3] = null;
        assertThatThrownBy(() -> PartFixture.write(
                        PartFixture.encoder(SlabKind.ZONE_DIM, SinkEncoding.PLAIN, SMALL),
                        zones,
                        10,
                        folder.resolve("y.parquet")))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("tzid: must have a value in every row, was null");
    }

    @Test
    void settingsThatCannotHoldAreRefused() {
        TreeMap<String, String> computed = new TreeMap<>(PartFixture.FOOTER);
        computed.put(FooterKeys.ROWS, "1");
        assertThatThrownBy(() -> new SlabParquetEncoder(
                        SlabKind.EVENT, SinkEncoding.PLAIN, new TreeMap<>(), List.of(), "ts_utc", ""))
                .hasMessage("the footer needs millrace.contracts_version");
        assertThatThrownBy(() ->
                        new SlabParquetEncoder(SlabKind.EVENT, SinkEncoding.PLAIN, computed, List.of(), "ts_utc", ""))
                .hasMessage("millrace.rows is computed from the rows and cannot be given");
        assertThatThrownBy(() -> new SlabParquetEncoder(
                        SlabKind.EVENT, SinkEncoding.PLAIN, PartFixture.FOOTER, List.of(), "amount_minor", ""))
                .hasMessage("EVENT slabs have no time column amount_minor without nulls");
    }
}
