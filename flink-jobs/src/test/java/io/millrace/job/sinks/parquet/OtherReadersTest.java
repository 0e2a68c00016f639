package io.millrace.job.sinks.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.slab.Columns;
import io.millrace.slab.EventSlab;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import io.millrace.testing.AnySlab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.formats.parquet.ParquetColumnarRowInputFormat;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same rows through readers that are not ours. */
class OtherReadersTest {
    private static final PartLimits SMALL = new PartLimits(500, 1_500, 1 << 20);
    private static final int ROWS = 2_100;

    @TempDir
    Path folder;

    @Test
    void recordReaderOfParquetJavaReadsBothEncodings() throws IOException {
        for (SlabKind kind : SlabKind.values()) {
            for (SinkEncoding encoding : SinkEncoding.values()) {
                Slab slab = AnySlab.of(kind, 31, ROWS);
                Path file = folder.resolve(kind + "-" + encoding + ".parquet");
                PartFixture.write(PartFixture.encoder(kind, encoding, SMALL), slab, 256, file);
                assertThat(recordRows(kind, file)).as("%s %s", kind, encoding).isEqualTo(texts(slab));
            }
        }
    }

    @Test
    void chunksOfNoiseAreLeftAsTheyAreAndReadByAll() throws IOException {
        Slab slab = AnySlab.of(SlabKind.FLOW, 33, 9_000);
        for (SinkEncoding encoding : SinkEncoding.values()) {
            Path file = folder.resolve("noise-" + encoding + ".parquet");
            PartFixture.write(PartFixture.encoder(SlabKind.FLOW, encoding, PartLimits.STANDARD), slab, 256, file);
            assertThat(recordRows(SlabKind.FLOW, file)).isEqualTo(texts(slab));
            try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
                assertThat(reader.getRowGroups().get(0).getColumns())
                        .extracting(ColumnChunkMetaData::getCodec)
                        .contains(CompressionCodecName.ZSTD, CompressionCodecName.UNCOMPRESSED);
            }
        }
        assertThat(flinkRows(SlabKind.FLOW, folder.resolve("noise-PLAIN.parquet")))
                .isEqualTo(texts(slab));
    }

    @Test
    void aChunkThatBeginsWithNoiseIsCompressedWhenALaterPageShrinks() throws IOException {
        PartLimits limits = new PartLimits(1 << 14, 5 << 14, 1 << 30);
        int pages = 4 * limits.pageRows();
        EventSlab slab = (EventSlab) AnySlab.of(SlabKind.EVENT, 34, pages + 100);
        long[] noise = new SplittableRandom(34).longs(slab.size).toArray();
        System.arraycopy(noise, 0, slab.flowId, 0, slab.size);
        // Its last page shrinks, but is too short to be asked.
        for (int row = pages; row < slab.size; row++) {
            slab.flowId[row] = noise[row & 3];
        }
        assertThat(codecs(slab, limits)).containsExactly(CompressionCodecName.UNCOMPRESSED);

        System.arraycopy(noise, 0, slab.flowId, 0, slab.size);
        for (int row = 3 * limits.pageRows(); row < slab.size; row++) {
            slab.flowId[row] = noise[row & ~3];
        }
        assertThat(codecs(slab, limits)).containsExactly(CompressionCodecName.ZSTD);
    }

    /** Codec of flow_id in each row group of a file, which is read back whole. */
    private List<CompressionCodecName> codecs(EventSlab slab, PartLimits limits) throws IOException {
        Path file = folder.resolve("late.parquet");
        PartFixture.write(PartFixture.encoder(SlabKind.EVENT, SinkEncoding.COMPACT, limits), slab, 256, file);
        assertThat(recordRows(SlabKind.EVENT, file)).isEqualTo(texts(slab));
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            List<ColumnChunkMetaData> chunks = reader.getRowGroups().stream()
                    .map(group -> group.getColumns().stream()
                            .filter(chunk -> chunk.getPath().toDotString().equals("flow_id"))
                            .findFirst()
                            .orElseThrow())
                    .toList();
            assertThat(chunks)
                    .allMatch(chunk -> chunk.getTotalUncompressedSize() >= chunk.getValueCount() * Long.BYTES);
            return chunks.stream().map(ColumnChunkMetaData::getCodec).toList();
        }
    }

    @Test
    void vectorisedReaderOfFlinkReadsPlainFiles() throws IOException {
        for (SlabKind kind : SlabKind.values()) {
            Slab slab = AnySlab.of(kind, 32, ROWS);
            Path file = folder.resolve(kind + ".parquet");
            PartFixture.write(PartFixture.encoder(kind, SinkEncoding.PLAIN, SMALL), slab, 256, file);
            assertThat(flinkRows(kind, file)).as(kind.toString()).isEqualTo(texts(slab));
        }
    }

    private static List<String> recordRows(SlabKind kind, Path file) throws IOException {
        List<String> rows = new ArrayList<>();
        try (ParquetReader<Group> reader = ParquetReader.builder(
                        new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
                .usePageChecksumVerification()
                .build()) {
            for (Group group = reader.read(); group != null; group = reader.read()) {
                rows.add(row(kind, group));
            }
        }
        return rows;
    }

    private static List<String> flinkRows(SlabKind kind, Path file) throws IOException {
        List<Columns.Column> columns = kind.empty(1).columns().published();
        LogicalType[] types = columns.stream().map(OtherReadersTest::type).toArray(LogicalType[]::new);
        RowType rowType =
                RowType.of(types, columns.stream().map(Columns.Column::name).toArray(String[]::new));
        ParquetColumnarRowInputFormat<FileSourceSplit> format = new ParquetColumnarRowInputFormat<>(
                new Configuration(), rowType, TypeInformation.of(RowData.class), 300, true, true);
        long size = Files.size(file);
        FileSourceSplit split =
                new FileSourceSplit("one", new org.apache.flink.core.fs.Path(file.toUri()), 0, size, 0, size);
        List<String> rows = new ArrayList<>();
        try (BulkFormat.Reader<RowData> reader =
                format.createReader(new org.apache.flink.configuration.Configuration(), split)) {
            for (BulkFormat.RecordIterator<RowData> batch = reader.readBatch();
                    batch != null;
                    batch = reader.readBatch()) {
                for (RecordAndPosition<RowData> next = batch.next(); next != null; next = batch.next()) {
                    rows.add(row(columns, next.getRecord()));
                }
                batch.releaseBatch();
            }
        }
        return rows;
    }

    private static LogicalType type(Columns.Column column) {
        return switch (column.kind()) {
            case I64, U64, TS -> new BigIntType(column.nullable());
            case I32, U32 -> new IntType(column.nullable());
            case BOOL -> new BooleanType(column.nullable());
            case ENUM, WORD, CC, CUR, ZONE, STR -> new VarCharType(column.nullable(), VarCharType.MAX_LENGTH);
        };
    }

    private static String row(List<Columns.Column> columns, RowData row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            String cell = row.isNullAt(i)
                    ? "null"
                    : switch (columns.get(i).kind()) {
                        case I64, U64, TS -> Long.toString(row.getLong(i));
                        case I32, U32 -> Integer.toString(row.getInt(i));
                        case BOOL -> Boolean.toString(row.getBoolean(i));
                        case ENUM, WORD, CC, CUR, ZONE, STR -> row.getString(i).toString();
                    };
            text.append(cell).append('|');
        }
        return text.toString();
    }

    private static String row(SlabKind kind, Group group) {
        StringBuilder text = new StringBuilder();
        for (Columns.Column column : kind.empty(1).columns().published()) {
            int field = group.getType().getFieldIndex(column.name());
            String cell = group.getFieldRepetitionCount(field) == 0
                    ? "null"
                    : switch (column.kind()) {
                        case I64, U64, TS -> Long.toString(group.getLong(field, 0));
                        case I32, U32 -> Integer.toString(group.getInteger(field, 0));
                        case BOOL -> Boolean.toString(group.getBoolean(field, 0));
                        case ENUM, WORD, CC, CUR, ZONE, STR ->
                            new String(group.getBinary(field, 0).getBytes(), StandardCharsets.UTF_8);
                    };
            text.append(cell).append('|');
        }
        return text.toString();
    }

    private static List<String> texts(Slab slab) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < slab.size; row++) {
            StringBuilder text = new StringBuilder();
            for (Columns.Column column : slab.columns().published()) {
                text.append(CellText.of(column, row)).append('|');
            }
            rows.add(text.toString());
        }
        return rows;
    }
}
