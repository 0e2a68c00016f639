package io.millrace.bench;

import io.millrace.contract.Coded;
import io.millrace.contract.Iso;
import io.millrace.slab.Columns;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * parquet-java's writer of records, at its best: values go from the arrays of the slabs to its columns with no object for
 * a row and every text made once.
 */
final class RecordWriter implements TableWriter {
    private static final String ZSTD_LEVEL = "parquet.compression.codec.zstd.level";

    private final ParquetProperties.WriterVersion version;
    private SlabRows rows;
    private MessageType schema;

    RecordWriter(ParquetProperties.WriterVersion version) {
        this.version = version;
    }

    @Override
    public long load(TableFiles files, SlabKind kind, long rowsMax) throws IOException {
        rows = SlabRows.read(files, kind, rowsMax);
        try (ParquetFileReader reader =
                ParquetFileReader.open(new LocalInputFile(files.of(kind).get(0)))) {
            schema = reader.getFooter().getFileMetaData().getSchema();
        }
        return rows.rows();
    }

    @Override
    public void write(Path file) throws IOException {
        Configuration level = new Configuration(false);
        level.set(ZSTD_LEVEL, "1");
        Builder builder = new Builder(new LocalOutputFile(file), schema, rows.zones());
        try (ParquetWriter<Row> writer = builder.withConf(level)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withWriterVersion(version)
                .withDictionaryEncoding(true)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .build()) {
            Row row = new Row();
            for (Slab slab : rows.slabs()) {
                row.slab = slab;
                for (int i = 0; i < slab.size; i++) {
                    row.row = i;
                    writer.write(row);
                }
            }
        }
    }

    @Override
    public void close() {
        rows = null;
    }

    /** Place of a row; one object for all of them. */
    private static final class Row {
        private Slab slab;
        private int row;
    }

    private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
        private final MessageType schema;
        private final List<String> zones;

        Builder(OutputFile file, MessageType schema, List<String> zones) {
            super(file);
            this.schema = schema;
            this.zones = zones;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @Deprecated
        protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
            return new Support(schema, zones);
        }
    }

    private static final class Support extends WriteSupport<Row> {
        private final MessageType schema;
        private final Binary[] zones;
        private final Map<Integer, Binary> countries = new HashMap<>();
        private final Map<Integer, Binary> currencies = new HashMap<>();
        private final Map<Coded, Binary> tokens = new HashMap<>();
        private RecordConsumer consumer;

        Support(MessageType schema, List<String> zones) {
            this.schema = schema;
            this.zones = zones.stream().map(Binary::fromString).toArray(Binary[]::new);
        }

        @Override
        @Deprecated
        public WriteContext init(Configuration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer into) {
            consumer = into;
        }

        @Override
        public void write(Row row) {
            consumer.startMessage();
            List<Columns.Column> columns = row.slab.columns().published();
            for (int i = 0; i < columns.size(); i++) {
                Columns.Column column = columns.get(i);
                if (!column.isAbsent(row.row)) {
                    consumer.startField(column.name(), i);
                    value(column, row.row);
                    consumer.endField(column.name(), i);
                }
            }
            consumer.endMessage();
        }

        private void value(Columns.Column column, int row) {
            switch (column.kind()) {
                case I64, U64, TS -> consumer.addLong(((long[]) column.array())[row]);
                case I32, U32 -> consumer.addInteger(((int[]) column.array())[row]);
                case BOOL -> consumer.addBoolean(((boolean[]) column.array())[row]);
                case ENUM, WORD ->
                    consumer.addBinary(tokens.computeIfAbsent(
                            column.vocabulary()[(((byte[]) column.array())[row] & 0xFF) - 1],
                            coded -> Binary.fromString(coded.token())));
                case CC ->
                    consumer.addBinary(countries.computeIfAbsent(
                            (int) ((short[]) column.array())[row], code -> Binary.fromString(Iso.country(code))));
                case CUR ->
                    consumer.addBinary(currencies.computeIfAbsent(
                            (int) ((short[]) column.array())[row], code -> Binary.fromString(Iso.currency(code))));
                case ZONE -> consumer.addBinary(zones[((short[]) column.array())[row]]);
                case STR -> consumer.addBinary(Binary.fromString(((String[]) column.array())[row]));
            }
        }
    }
}
