package io.millrace.bench.stock;

import java.io.Serial;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.table.data.RowData;

/** The folder of a row's own day. */
final class DayFolder implements BucketAssigner<RowData, String> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private final int timeColumn;
    private final Map<Long, String> names = new HashMap<>();

    DayFolder(int timeColumn) {
        this.timeColumn = timeColumn;
    }

    @Override
    public String getBucketId(RowData row, Context context) {
        long day = Math.floorDiv(row.getLong(timeColumn), MICROS_PER_DAY);
        return names.computeIfAbsent(day, epochDay -> "utc_date=" + LocalDate.ofEpochDay(epochDay));
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
        return SimpleVersionedStringSerializer.INSTANCE;
    }
}
