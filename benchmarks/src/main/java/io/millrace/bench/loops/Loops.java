package io.millrace.bench.loops;

import io.millrace.flows.PendingDeclines;
import io.millrace.job.sinks.PartEncoder;
import io.millrace.job.sinks.parquet.FooterKeys;
import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.sinks.parquet.SlabParquetEncoder;
import io.millrace.sessionise.SessionEmitter;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The loops; {@link io.millrace.bench.CpuProfiler} adds what they cost in CPU time. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Loops {
    private static final SlabParquetEncoder ENCODER = new SlabParquetEncoder(
            SlabKind.EVENT,
            SinkEncoding.COMPACT,
            new TreeMap<>(java.util.Map.of(FooterKeys.CONTRACTS_VERSION, "1.0.0")),
            List.of(),
            "ts_utc",
            "");

    /** A block of two words per draw. */
    @Benchmark
    @OperationsPerInvocation(Draws512.DRAWS)
    public long[] draw(Draws512 draws) {
        draws.draw();
        return draws.x0;
    }

    /** A draw and the party it picks, by activity, out of a million. */
    @Benchmark
    @OperationsPerInvocation(Draws512.DRAWS)
    public long[] pick(Draws512 draws) {
        draws.draw();
        draws.universe.pick(draws.scopes, draws.x0, draws.x1, Draws512.DRAWS, draws.ordinals);
        return draws.ordinals;
    }

    /** An arrival through sorting and session table. */
    @Benchmark
    @OperationsPerInvocation(Traffic.ROWS)
    public void session(Traffic traffic, Blackhole hole) {
        traffic.walk(new SessionEmitter() {
            @Override
            public void arrivals(SessionedSlab slab) {
                hole.consume(slab);
            }

            @Override
            public void sessions(SessionIndexSlab slab) {
                hole.consume(slab);
            }
        });
    }

    /** An arrival to its flow, outcome and events. */
    @Benchmark
    @OperationsPerInvocation(Traffic.ROWS)
    public void flow(Traffic traffic, Blackhole hole) {
        PendingDeclines pending = new PendingDeclines();
        EventSlab room = new EventSlab(Traffic.SLAB_ROWS * io.millrace.flows.FlowMaker.EVENTS_PER_FLOW_MAX);
        for (SessionedSlab slab : traffic.sessioned) {
            room.size = 0;
            FlowSlab flows = new FlowSlab(slab.size);
            OutcomeSlab outcomes = new OutcomeSlab(slab.size);
            traffic.flowMaker.make(slab, pending, flows, outcomes, room);
            hole.consume(flows);
            hole.consume(outcomes);
        }
    }

    /** The events of an arrival, about three rows, to Parquet with digest and counters. */
    @Benchmark
    @OperationsPerInvocation(Traffic.ROWS)
    public PartEncoder.Content encode(Traffic traffic) throws IOException {
        PartEncoder.Part part = ENCODER.open(OutputStream.nullOutputStream());
        for (EventSlab slab : traffic.events) {
            part.write(slab, 0, slab.size);
        }
        return part.finish();
    }
}
