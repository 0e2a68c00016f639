package io.millrace.job.arrivals;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A shard of merchants and how far it is.
 *
 * @param shard 0-based
 * @param hour the hour in work, whole hours since 2020-01-01T00Z
 * @param rowsDone rows of that hour that have been handed out
 */
record ShardSplit(int shard, int hour, int rowsDone) implements SourceSplit {
    @Override
    public String splitId() {
        return Integer.toString(shard);
    }

    ShardSplit after(int rows) {
        return new ShardSplit(shard, hour, rowsDone + rows);
    }

    ShardSplit nextHour() {
        return new ShardSplit(shard, hour + 1, 0);
    }
}
