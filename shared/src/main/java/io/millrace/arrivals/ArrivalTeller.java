package io.millrace.arrivals;

import io.millrace.contract.Channel;
import io.millrace.random.Decision;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.SlabKind;
import io.millrace.story.Drawn;
import io.millrace.story.Fact;
import io.millrace.story.Rule;
import io.millrace.story.Rulebook;
import io.millrace.story.Wording;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells how an arrival of a world of our own came about: how many visits its row of the plan has in the hour, how many
 * arrivals the visit has, where it goes, and when each of them comes. Not thread-safe.
 */
public final class ArrivalTeller {
    private static final String ENTITIES = SlabKind.SESSIONED.datasetId();
    private static final String ANCHORS = SlabKind.FLOW.datasetId();

    private final ArrivalPlan plan;
    private final Rulebook rules;
    private final HourIntensity intensity;

    public ArrivalTeller(ArrivalPlan plan, Rulebook rules) {
        this.plan = plan;
        this.rules = rules;
        intensity = new HourIntensity(plan);
    }

    /** Hour of an arrival of a world of our own, whole hours since 2020-01-01T00Z: its number says so. */
    public static int hourOf(long arrivalSeq) {
        return (int) ((arrivalSeq - 1) >>> ArrivalPlan.SEQUENCE_BITS);
    }

    /**
     * Tells of one arrival.
     *
     * @throws IllegalStateException when the law has another time for it
     */
    public List<Fact> tell(ArrivalSlab arrivals, int at) {
        int merchant = arrivals.merchantOrdinal[at];
        int t = hourOf(arrivals.arrivalSeq[at]);
        int of = plan.firstRow[merchant] + (arrivals.visitSlot[at] >>> ArrivalPlan.ROW_BITS);
        int visit = arrivals.visitSlot[at] & ((1 << ArrivalPlan.ROW_BITS) - 1);
        long rowKey = plan.rowKey(merchant, of);
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of("hour", t)
                .because("the number of the arrival says so: hours since 2020, then its rank in the hour"));
        facts.add(visits(merchant, of, t, rowKey));
        long counter = ((long) t << ArrivalPlan.ROW_BITS) + visit;
        Drawn drawn = Drawn.of(plan.draws, Decision.VISIT, rowKey, counter);
        int size = VisitLaw.size(plan.sizeCuts[plan.sizeLaw[of]], drawn.x0());
        facts.add(Fact.of("arrivals of the visit", size)
                .because("visit " + visit + " of the row; lane 0 is " + Wording.share(drawn.u0()) + ", and lane 1, "
                        + Wording.share(drawn.u1()) + ", picks where it goes")
                .drawn(drawn)
                .by(rule("/visit_arrivals_max")));
        facts.add(time(arrivals, at, of, rowKey, counter, size));
        return facts;
    }

    private Fact visits(int merchant, int of, int t, long rowKey) {
        intensity.moveTo(t);
        RowVisits drawn = new RowVisits();
        intensity.draw(ArrivalUnits.of(plan, (other, slice) -> other == merchant), drawn);
        int visits = 0;
        for (int i = 0; i < drawn.size; i++) {
            visits += drawn.row[i] == of ? drawn.visits[i] : 0;
        }
        return Fact.of("visits of the row", visits)
                .because("row " + (of - plan.firstRow[merchant]) + " of the merchant expects "
                        + Wording.factor(intensity.plannedVisits(of)) + " by volume, hour of the week and calendar, "
                        + Wording.factor(intensity.meanVisits(merchant, of)) + " with the swings of its field and day")
                .drawn(Drawn.of(plan.draws, Decision.DAY, merchant, intensity.localDay(of)))
                .by(rule("/merchant_day_sigma"))
                .because("lane 0 of COUNT draws the factor of the hour, lane 1 how many come")
                .drawn(Drawn.of(plan.draws, Decision.COUNT, rowKey, HourIntensity.counter(t)))
                .by(rule("/hour_kappa"));
    }

    private Fact time(ArrivalSlab arrivals, int at, int of, long rowKey, long counter, int size) {
        int merchant = arrivals.merchantOrdinal[at];
        int slices = plan.slices[merchant];
        long length = slices == 1 ? Horizon.MICROS_PER_HOUR : Horizon.MICROS_PER_HOUR / slices;
        long start = ((of - plan.firstRow[merchant]) & (slices - 1)) * length;
        long wanted = Math.floorMod(arrivals.tsMicros[at], Horizon.MICROS_PER_HOUR) - start;
        VisitTimes times = new VisitTimes(plan.draws.key(Decision.TILT), plan.draws.key(Decision.GAP));
        Drawn head = Drawn.of(plan.draws, Decision.HEAD, rowKey, counter);
        long micros = times.head(head.x0(), head.x1(), rowKey, counter, intensity.tiltCut(of), length);
        Fact fact = Fact.of("ts_utc", Wording.utc(arrivals.tsMicros[at]))
                .in(ENTITIES)
                .in(ANCHORS)
                .because("the visit begins " + Wording.seconds(micros) + " into its part of the hour")
                .drawn(head);
        if (times.tilted > 0) {
            fact = fact.because("as the rate is not even within the hour, the later or earlier of two")
                    .drawn(Drawn.of(plan.draws, Decision.TILT, rowKey, counter))
                    .by(rule("/tilt_max"));
        }
        boolean isFollowUp = micros != wanted;
        String channel = Channel.values()[plan.channel[of]].token();
        for (int followUp = 1; micros != wanted && followUp < size; followUp++) {
            long lo = (counter << ArrivalMaker.FOLLOW_UP_BITS) + followUp;
            long before = micros;
            micros = times.next(rowKey, lo, plan.gapKnots[plan.channel[of]], micros, length);
            fact = fact.because("follow-up " + followUp + " comes "
                            + Wording.seconds(Math.floorMod(micros - before, length)) + " later")
                    .drawn(Drawn.of(plan.draws, Decision.GAP, rowKey, lo));
        }
        if (micros != wanted) {
            throw new IllegalStateException(
                    "no arrival of the visit comes at " + Wording.utc(arrivals.tsMicros[at]) + ", as the law has it");
        }
        return isFollowUp ? fact.by(rule("/gaps/" + channel)) : fact;
    }

    private Rule rule(String pointer) {
        return rules.rule("arrivals_5B", pointer);
    }
}
