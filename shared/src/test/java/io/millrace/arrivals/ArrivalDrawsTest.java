package io.millrace.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.WorldCheck;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.slab.ArrivalSlab;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Draws of a day are those its rows ask for; a row that is lost on its way, or drawn for nothing, is noticed. */
class ArrivalDrawsTest {
    private static final int START = OwnWorld.hourOf("2026-03-28");
    private static final ArrivalPlan TINY = OwnWorld.plan("tiny", 42);
    private static final ArrivalPlan SLICED = OwnWorld.plan("tiny", 42, OwnWorld.slicedArrivals());

    @Test
    void drawsAreThoseOfTheRows() {
        for (ArrivalPlan plan : List.of(TINY, SLICED)) {
            ArrivalTally tally = day(plan, 0);
            assertThat(tally.drawn.evaluations(Decision.VISIT)).isPositive();
            assertThat(draws(plan, tally).result()).isEqualTo(WorldCheck.Result.PASS);
            DrawLedger one = new DrawLedger();
            one.count(Decision.GAP);
            tally.drawn(one);
            assertThat(draws(plan, tally).result()).isEqualTo(WorldCheck.Result.FAIL);
        }
    }

    @Test
    void aLostRowIsNoticed() {
        assertThat(draws(TINY, day(TINY, 1)).blocks()).isTrue();
    }

    @Test
    void aTallyWithoutDrawsIsNotJudged() {
        ArrivalTally tally = new ArrivalTally(TINY.merchants.merchants(), TINY.places.zones());
        assertThat(draws(TINY, tally).result()).isEqualTo(WorldCheck.Result.NOT_CHECKED);
    }

    private static WorldCheck draws(ArrivalPlan plan, ArrivalTally tally) {
        return new ArrivalChecks(plan, 1)
                .verdict(tally).stream()
                        .filter(check -> check.checkId().equals("DRAWS"))
                        .findFirst()
                        .orElseThrow();
    }

    /** @param lost rows of the busiest hour that never arrive */
    private static ArrivalTally day(ArrivalPlan plan, int lost) {
        ArrivalTally tally = new ArrivalTally(plan.merchants.merchants(), plan.places.zones());
        HourCounts counts = new HourCounts(plan);
        ArrivalMaker maker = new ArrivalMaker(plan, counts);
        ArrivalChecker checker = new ArrivalChecker(plan, START, 24);
        ArrivalSlab slab = new ArrivalSlab(4096);
        checker.begin(tally);
        for (int t = START; t < START + 24; t++) {
            checker.beginHour(t);
            maker.make(plan.allUnits(), t);
            assertThat(maker.fill(0, START, slab)).isEqualTo(maker.size());
            slab.size -= t == START + 18 ? lost : 0;
            checker.add(slab);
            checker.endHour(counts.zones(t));
        }
        tally.drawn(maker.ledger());
        return tally;
    }
}
