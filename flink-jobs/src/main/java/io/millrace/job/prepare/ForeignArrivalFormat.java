package io.millrace.job.prepare;

import io.millrace.arrivals.ArrivalColumn;
import io.millrace.arrivals.RawArrival;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.IteratorResultIterator;

/** Foreign arrival files for Flink's file source. Rows are judged where they are read, so only results cross an edge. */
final class ForeignArrivalFormat<T> implements BulkFormat<T, FileSourceSplit> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final ArrivalColumn[] COLUMNS = ArrivalColumn.values();

    private final ForeignFile[] files;
    private final RowsReader.Factory<T> readers;
    private final RecordType<T> type;

    ForeignArrivalFormat(List<ForeignFile> files, RowsReader.Factory<T> readers, RecordType<T> type) {
        this.files = files.toArray(ForeignFile[]::new);
        this.readers = readers;
        this.type = type;
    }

    @Override
    public Reader<T> createReader(Configuration config, FileSourceSplit split) throws IOException {
        String[] id = split.splitId().split(":");
        int file = Integer.parseInt(id[0]);
        ForeignRows rows = new ForeignRows(files[file], split, COLUMNS.length, config);
        return new BatchReader<>(rows, readers.create(), file, Long.parseLong(id[1]));
    }

    @Override
    public Reader<T> restoreReader(Configuration config, FileSourceSplit split) {
        throw new UnsupportedOperationException("prepare takes no checkpoints; a failed attempt starts over");
    }

    @Override
    public boolean isSplittable() {
        return true;
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return type;
    }

    private static final class BatchReader<T> implements Reader<T> {
        private final ForeignRows rows;
        private final RowsReader<T> reader;
        private final int file;
        private final RawArrival raw = new RawArrival();
        private long nextRow;

        BatchReader(ForeignRows rows, RowsReader<T> reader, int file, long firstRow) {
            this.rows = rows;
            this.reader = reader;
            this.file = file;
            this.nextRow = firstRow;
        }

        @Override
        public RecordIterator<T> readBatch() throws IOException {
            if (!rows.nextBatch()) {
                return null;
            }
            List<T> out = new ArrayList<>();
            while (rows.nextRow()) {
                raw.clear();
                for (int column = 0; column < COLUMNS.length; column++) {
                    take(column);
                }
                reader.row(raw, file, nextRow++, out);
            }
            reader.endBatch(out);
            return new IteratorResultIterator<>(out.iterator(), CheckpointedPosition.NO_OFFSET, 0);
        }

        private void take(int column) {
            if (rows.isNull(column)) {
                return;
            }
            if (rows.isNumber(column)) {
                raw.number(COLUMNS[column], rows.number(column));
            } else {
                raw.text(COLUMNS[column], rows.text(column));
            }
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }
}
