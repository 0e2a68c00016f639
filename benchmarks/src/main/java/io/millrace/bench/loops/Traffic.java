package io.millrace.bench.loops;

import io.millrace.Simulation;
import io.millrace.arrivals.ArrivalMaker;
import io.millrace.arrivals.ArrivalPlan;
import io.millrace.arrivals.ArrivalUnits;
import io.millrace.arrivals.HourCounts;
import io.millrace.attach.EntityAttacher;
import io.millrace.flows.FlowMaker;
import io.millrace.flows.PendingDeclines;
import io.millrace.run.GeneratedWorld;
import io.millrace.run.RunIdentity;
import io.millrace.run.ScenarioId;
import io.millrace.sessionise.BucketState;
import io.millrace.sessionise.SessionEmitter;
import io.millrace.sessionise.SessionLimits;
import io.millrace.sessionise.Sessioniser;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.AttachedSlab;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.SlabCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Traffic of the world {@code tiny}, whose 2 000 parties are what one key bucket of a world of 250 000 holds, stage by
 * stage as it goes through the job.
 */
@State(Scope.Benchmark)
public class Traffic {
    /** Arrivals of one pass. */
    static final int ROWS = 32_768;

    static final int SLAB_ROWS = 256;
    private static final long SEED = 42;
    private static final long MICROS_PER_HOUR = 3_600_000_000L;
    private static final long MICROS_PER_MILLI = 1_000;

    final List<AttachedSlab> attached = new ArrayList<>();
    /** Watermark after each attached slab, the end of its hour. */
    final List<Long> watermarksMillis = new ArrayList<>();

    final List<SessionedSlab> sessioned = new ArrayList<>();
    final List<EventSlab> events = new ArrayList<>();
    Sessioniser sessioniser;
    FlowMaker flowMaker;

    /** Makes everything once. */
    @Setup(Level.Trial)
    public void make() {
        GeneratedWorld world = GeneratedWorld.of(Path.of(System.getProperty("millrace.home"), "config"), "tiny", SEED);
        ScenarioId scenario = ScenarioId.of("baseline_20260101_90d");
        RunIdentity identity = new RunIdentity(
                SEED,
                "baseline_20260101_90d",
                world.worldParameterHash(),
                world.worldParameterHash(),
                world.manifestFingerprint());
        Simulation simulation =
                new Simulation(identity, scenario.scenario(), world.packs(), world.dimensions(), world.maker());
        sessioniser = simulation.sessioniser(SessionLimits.ofSlabRows(SLAB_ROWS));
        flowMaker = simulation.flowMaker();
        attach(world.arrivals(scenario.model()), scenario.startHour(), simulation.attacher());
        walk(new SessionEmitter() {
            @Override
            public void arrivals(SessionedSlab slab) {
                sessioned.add(slab);
            }

            @Override
            public void sessions(SessionIndexSlab slab) {
                // Only arrivals become flows.
            }
        });
        PendingDeclines pending = new PendingDeclines();
        for (SessionedSlab slab : sessioned) {
            EventSlab room = new EventSlab(slab.size * FlowMaker.EVENTS_PER_FLOW_MAX);
            flowMaker.make(slab, pending, new FlowSlab(slab.size), new OutcomeSlab(slab.size), room);
            events.add((EventSlab) SlabCodec.copyOf(room));
        }
    }

    private void attach(ArrivalPlan plan, int startHour, EntityAttacher attacher) {
        ArrivalMaker maker = new ArrivalMaker(plan, new HourCounts(plan));
        ArrivalUnits units = plan.allUnits();
        int rows = 0;
        for (int hour = startHour; rows < ROWS; hour++) {
            int size = maker.make(units, hour);
            for (int next = 0; next < size && rows < ROWS; ) {
                ArrivalSlab arrivals = new ArrivalSlab(Math.min(SLAB_ROWS, ROWS - rows));
                next = maker.fill(next, startHour, arrivals);
                AttachedSlab slab = new AttachedSlab(arrivals.size);
                attacher.attach(arrivals, slab);
                attached.add(slab);
                rows += slab.size;
                long hourMicros = Math.floorDiv(slab.tsMicros[0], MICROS_PER_HOUR) * MICROS_PER_HOUR;
                watermarksMillis.add(
                        next < size ? Long.MIN_VALUE : (hourMicros + MICROS_PER_HOUR) / MICROS_PER_MILLI - 1);
            }
        }
    }

    /** All attached rows through a bucket of their own, hour by hour. */
    final void walk(SessionEmitter out) {
        BucketState bucket = new BucketState();
        for (int i = 0; i < attached.size(); i++) {
            sessioniser.add(bucket, attached.get(i));
            if (watermarksMillis.get(i) != Long.MIN_VALUE) {
                sessioniser.drain(bucket, 0, watermarksMillis.get(i), out);
            }
        }
        sessioniser.drain(bucket, 0, Long.MAX_VALUE, out);
    }
}
