package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.arrivals.ArrivalMaker;
import io.millrace.arrivals.ArrivalPlan;
import io.millrace.arrivals.HourCounts;
import io.millrace.slab.RowLinks;
import io.millrace.slab.SlabKind;
import io.millrace.testing.PolicyFiles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LawTotalsTest {
    private static final ScenarioId WINDOW = ScenarioId.of("baseline_20260101_3d");

    /** Shards in another order, small slabs: the same sums. */
    @Test
    void theWalkOverDaysAddsUpToWhatTheShardsMake() {
        ArrivalPlan plan = GeneratedWorld.of(PolicyFiles.root().resolve("config"), "tiny", 42)
                .arrivals(WINDOW.model());
        ArrivalMaker maker = new ArrivalMaker(plan, new HourCounts(plan));
        RowLinks links = new RowLinks(SlabKind.ARRIVAL);
        List<Long> times = new ArrayList<>();
        int shards = 7;
        for (int shard = shards - 1; shard >= 0; shard--) {
            for (int hour = WINDOW.startHour(); hour < WINDOW.endHour(); hour++) {
                maker.hour(shard, shards, hour, WINDOW.startHour(), 5, slab -> {
                    links.add(slab, 0, slab.size);
                    for (int row = 0; row < slab.size; row++) {
                        times.add(slab.tsMicros[row]);
                    }
                });
            }
        }

        DatasetTotals totals = LawTotals.of(plan, WINDOW);

        assertThat(totals.rows()).isEqualTo(2_653).isEqualTo(times.size());
        assertThat(totals.links()).isEqualTo(links.texts());
        assertThat(totals.tsMinMicros())
                .isEqualTo(times.stream().mapToLong(Long::longValue).min().orElseThrow());
        assertThat(totals.tsMaxMicros())
                .isEqualTo(times.stream().mapToLong(Long::longValue).max().orElseThrow());
    }
}
