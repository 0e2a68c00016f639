package io.millrace.job.sinks.parquet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Column chunks that finished files left behind. A checkpoint closes every file and the next rows open as many, so without
 * this each one would grow megabytes of page buffers again. Files of dates far ahead take none: there are dozens of them,
 * each would sit on megabytes for its few rows. Belongs to one thread.
 */
final class SpareChunks {
    /** Files of one data set that grow at the same time: today's, and those of the days around it. */
    private static final int KEPT_MAX = 4;

    private static final Comparator<List<ColumnChunk>> BY_ROOM = Comparator.comparingLong(
            chunks -> chunks.stream().mapToLong(ColumnChunk::room).sum());

    private final List<List<ColumnChunk>> spare = new ArrayList<>();

    /** The set with the most room: whoever asks is about to get many rows. */
    Optional<List<ColumnChunk>> take() {
        Optional<List<ColumnChunk>> largest = spare.stream().max(BY_ROOM);
        largest.ifPresent(spare::remove);
        return largest;
    }

    /** Keeps the chunks of a finished file; of too many the smallest are dropped. */
    void keep(List<ColumnChunk> chunks) {
        spare.add(chunks);
        if (spare.size() > KEPT_MAX) {
            spare.stream().min(BY_ROOM).ifPresent(spare::remove);
        }
    }
}
