package io.millrace.job.replay;

import io.millrace.job.sinks.kafka.BusStream;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A lane and how far it is.
 *
 * @param lane number of the partitions it feeds
 * @param last row that was handed out last; {@link RowKey#FIRST} before the first
 * @param rows by {@link BusStream}: messages handed out so far
 * @param idSums by {@link BusStream}: sum of the first 64 bits of their ids
 */
@SuppressWarnings("ArrayRecordComponent") // splits are never compared, and nobody writes into these
record LaneSplit(int lane, RowKey last, long[] rows, long[] idSums) implements SourceSplit {
    private static final int STREAMS = BusStream.values().length;

    static LaneSplit atStart(int lane) {
        return new LaneSplit(lane, RowKey.FIRST, new long[STREAMS], new long[STREAMS]);
    }

    @Override
    public String splitId() {
        return Integer.toString(lane);
    }

    long rowsOfAll() {
        long sum = 0;
        for (long count : rows) {
            sum += count;
        }
        return sum;
    }
}
