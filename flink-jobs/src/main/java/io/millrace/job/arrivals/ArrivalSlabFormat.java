package io.millrace.job.arrivals;

import io.millrace.job.slab.SlabTypeInfo;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.formats.parquet.ParquetInputFile;

/** Prepared arrival files as slabs. A position is the number of rows already handed out, whatever the slab size was. */
final class ArrivalSlabFormat implements BulkFormat<ArrivalSlab, FileSourceSplit> {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Waking another thread costs as much as reading a slab does. */
    private static final int SLABS_PER_BATCH = 8;

    private final String[] zones;
    private final int slabRows;

    ArrivalSlabFormat(List<String> zones, int slabRows) {
        this.zones = zones.toArray(String[]::new);
        this.slabRows = slabRows;
    }

    @Override
    public Reader<ArrivalSlab> createReader(Configuration config, FileSourceSplit split) throws IOException {
        return open(split, 0);
    }

    @Override
    public Reader<ArrivalSlab> restoreReader(Configuration config, FileSourceSplit split) throws IOException {
        return open(
                split,
                split.getReaderPosition().map(CheckpointedPosition::getOffset).orElse(0L));
    }

    private Reader<ArrivalSlab> open(FileSourceSplit split, long rowsDone) throws IOException {
        FSDataInputStream stream = FileSystem.get(split.path().toUri()).open(split.path());
        SlabFileReader file = new SlabFileReader(
                new ParquetInputFile(stream, split.fileSize()), split.path().getPath(), List.of(zones));
        file.skip(rowsDone, new ArrivalSlab(slabRows));
        return new ArrivalReader(file, slabRows);
    }

    @Override
    public boolean isSplittable() {
        return false;
    }

    @Override
    public TypeInformation<ArrivalSlab> getProducedType() {
        return SlabTypeInfo.of(SlabKind.ARRIVAL);
    }

    private static final class ArrivalReader implements Reader<ArrivalSlab> {
        private final SlabFileReader file;
        private final int slabRows;

        ArrivalReader(SlabFileReader file, int slabRows) {
            this.file = file;
            this.slabRows = slabRows;
        }

        @Override
        public RecordIterator<ArrivalSlab> readBatch() throws IOException {
            Deque<RecordAndPosition<ArrivalSlab>> slabs = new ArrayDeque<>();
            while (slabs.size() < SLABS_PER_BATCH) {
                // A fresh slab each time: whoever receives it owns it.
                ArrivalSlab slab = new ArrivalSlab(slabRows);
                if (!file.read(slab)) {
                    break;
                }
                slabs.add(new RecordAndPosition<>(slab, file.rowsRead(), 0));
            }
            return slabs.isEmpty() ? null : new Slabs(slabs);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Each with the position behind it, so a checkpoint may fall between any two. */
    private record Slabs(Deque<RecordAndPosition<ArrivalSlab>> left) implements BulkFormat.RecordIterator<ArrivalSlab> {
        @Override
        public RecordAndPosition<ArrivalSlab> next() {
            return left.poll();
        }

        @Override
        public void releaseBatch() {
            // The slabs belong to the stream.
        }
    }
}
