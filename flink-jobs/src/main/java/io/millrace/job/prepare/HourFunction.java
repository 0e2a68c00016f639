package io.millrace.job.prepare;

import io.millrace.arrivals.ArrivalOrdinals;
import io.millrace.arrivals.ForeignArrival;
import io.millrace.arrivals.HourRows;
import io.millrace.job.sinks.PartEncoder;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.SlabKind;
import java.io.Serial;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Writes the file of one UTC hour: arrivals in total order, with the counts of the hour.
 *
 * <p>In: accepted arrivals · Out: a {@link WorldPart} per hour · Key: {@link UtcHour} · State: none; in batch execution
 * an hour arrives whole, and its timer fires after its last row.
 *
 * <p>Bound: the rows of one hour. The bytes of a file depend on nothing but its rows.
 */
final class HourFunction extends KeyedProcessFunction<Long, ForeignArrival, WorldPart> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int SLAB_ROWS = 4096;
    private static final long SECONDS_PER_HOUR = 3600;

    private final WorldFiles files;
    private final ArrivalOrdinals ordinals;
    private transient PartEncoder encoder;
    private transient String arrivals;
    private transient ArrivalSlab slab;
    private transient List<ForeignArrival> hour;

    HourFunction(WorldFiles files, ArrivalOrdinals ordinals) {
        this.files = files;
        this.ordinals = ordinals;
    }

    @Override
    public void open(OpenContext context) {
        encoder = files.encoder(SlabKind.ARRIVAL);
        arrivals = files.folder(SlabKind.ARRIVAL);
        slab = new ArrivalSlab(SLAB_ROWS);
    }

    @Override
    public void processElement(ForeignArrival row, Context context, Collector<WorldPart> out) {
        if (hour == null) {
            hour = new ArrayList<>();
            context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
        }
        hour.add(row);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<WorldPart> out) {
        String folder = arrivals + "/" + folder(hour.get(0).hour());
        HourRows rows = new HourRows(hour, ordinals);
        hour = null;
        int[] next = {0};
        out.collect(files.write(SlabKind.ARRIVAL, folder, encoder, () -> {
            next[0] = rows.fill(next[0], slab);
            return slab.size == 0 ? null : slab;
        }));
    }

    /** {@code utc_date=YYYY-MM-DD/utc_hour=HH}. */
    static String folder(long hoursSinceEpoch) {
        OffsetDateTime start =
                Instant.ofEpochSecond(hoursSinceEpoch * SECONDS_PER_HOUR).atOffset(ZoneOffset.UTC);
        return String.format(Locale.ROOT, "utc_date=%s/utc_hour=%02d", start.toLocalDate(), start.getHour());
    }
}
