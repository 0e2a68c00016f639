package io.millrace.job.arrivals;

import io.millrace.arrivals.ArrivalChecker;
import io.millrace.arrivals.ArrivalMaker;
import io.millrace.arrivals.ArrivalPlan;
import io.millrace.arrivals.ArrivalTally;
import io.millrace.arrivals.HourCounts;
import io.millrace.job.slab.DoerSource;
import io.millrace.job.world.PieceMaker;
import io.millrace.job.world.PieceResult;
import io.millrace.job.world.PieceWriter;
import io.millrace.job.world.TablePart;
import io.millrace.job.world.WorldSource;
import io.millrace.run.ScenarioId;
import io.millrace.slab.ArrivalSlab;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes the arrivals of a scenario day by day, one file per hour, every row looked at on its way out. */
final class ArrivalPieces implements PieceMaker {
    private static final int SLAB_ROWS = 4096;
    private static final int HOURS_PER_DAY = 24;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final ScenarioId scenario;
    private final ArrivalPlan plan;
    private final HourCounts counts;
    private final ArrivalMaker maker;
    private final ArrivalChecker checker;
    private final ArrivalSlab slab = new ArrivalSlab(SLAB_ROWS);

    private ArrivalPieces(ArrivalPlan plan, ScenarioId scenario) {
        this.plan = plan;
        this.scenario = scenario;
        counts = new HourCounts(plan);
        maker = new ArrivalMaker(plan, counts);
        checker = new ArrivalChecker(
                plan, scenario.startHour(), Math.toIntExact(scenario.days().orElseThrow() * HOURS_PER_DAY));
    }

    static DoerSource<PieceMaker> of(WorldSource source, ScenarioId scenario) {
        String id = scenario.text();
        return () -> {
            ScenarioId same = ScenarioId.of(id);
            return new ArrivalPieces(source.open().arrivals(same.model()), same);
        };
    }

    @Override
    public PieceResult make(int day, PieceWriter writer) {
        ArrivalTally tally = new ArrivalTally(
                plan.merchants().merchants(), plan.merchants().places().zones());
        List<TablePart> parts = new ArrayList<>();
        checker.begin(tally);
        maker.ledger().clear();
        int from = scenario.startHour() + day * HOURS_PER_DAY;
        for (int hour = from; hour < from + HOURS_PER_DAY; hour++) {
            checker.beginHour(hour);
            int rows = maker.make(plan.allUnits(), hour);
            if (rows > 0) {
                writer.begin(folder(hour), 0);
                for (int next = 0; next < rows; ) {
                    next = maker.fill(next, scenario.startHour(), slab);
                    checker.add(slab);
                    writer.take(slab);
                }
                parts.addAll(writer.end());
            }
            checker.endHour(planned(day, hour));
        }
        tally.drawn(maker.ledger());
        return PieceResult.of(day, parts, tally);
    }

    /**
     * Arrivals of the hour by zone, before any row: as the visits behind the rows were drawn, and in one hour of the day,
     * another one each day, counted anew from nothing.
     */
    private int[] planned(int day, int hour) {
        return (hour - scenario.startHour()) % HOURS_PER_DAY == day % HOURS_PER_DAY
                ? counts.zones(hour)
                : maker.zones();
    }

    /** {@code utc_date=YYYY-MM-DD/utc_hour=HH}. */
    private static String folder(int hour) {
        OffsetDateTime start = Instant.ofEpochSecond(ScenarioId.micros(hour) / MICROS_PER_SECOND)
                .atOffset(ZoneOffset.UTC);
        return String.format(Locale.ROOT, "utc_date=%s/utc_hour=%02d", start.toLocalDate(), start.getHour());
    }
}
