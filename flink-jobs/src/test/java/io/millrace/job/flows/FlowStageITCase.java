package io.millrace.job.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.Channel;
import io.millrace.contract.Iso;
import io.millrace.contract.Segment;
import io.millrace.job.sessionise.SessionStage;
import io.millrace.job.slab.SlabTypeInfo;
import io.millrace.policy.SessionisationPolicy;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.random.KeyedBijection;
import io.millrace.sessionise.SessionLimits;
import io.millrace.sessionise.Sessioniser;
import io.millrace.slab.AccountingSlab;
import io.millrace.slab.AttachedSlab;
import io.millrace.slab.KeyBucket;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessionise and flows as a job: chained without a shuffle, equal rows at every parallelism. */
class FlowStageITCase {
    private static final int BUCKETS = 16;
    private static final int PARTIES = 1_000;
    private static final int ARRIVALS = 3;
    private static final long START_MICROS = 1_770_000_000_000_000L;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    @Test
    void rowsAndDrawsAreEqualAtParallelismOneAndTwo() throws Exception {
        Outputs one = run(1);
        Outputs two = run(2);
        assertThat(one.anchors).hasSize(PARTIES * ARRIVALS);
        assertThat(one.outcomes).hasSize(PARTIES * ARRIVALS);
        assertThat(one.events.size()).isGreaterThan(2 * PARTIES * ARRIVALS);
        assertThat(two.anchors).isEqualTo(one.anchors);
        assertThat(two.outcomes).isEqualTo(one.outcomes);
        assertThat(two.events).isEqualTo(one.events);
        assertThat(two.draws).containsExactly(one.draws);
        assertThat(one.draws[Decision.RETRY.ordinal()]).isPositive();
    }

    @Test
    void flowsIsChainedBehindSessionise() {
        StreamExecutionEnvironment env = environment(2);
        flows(env).anchors().print();
        List<String> vertices = new ArrayList<>();
        for (JobVertex vertex : env.getStreamGraph().getJobGraph().getVertices()) {
            vertices.add(vertex.getName());
        }
        assertThat(vertices).anyMatch(name -> name.contains("sessionise") && name.contains("flows"));
    }

    private static Outputs run(int parallelism) throws Exception {
        StreamExecutionEnvironment env = environment(parallelism);
        FlowStreams flows = flows(env);
        try (CloseableIterator<? extends Slab> anchors = flows.anchors().collectAsync();
                CloseableIterator<? extends Slab> outcomes = flows.outcomes().collectAsync();
                CloseableIterator<? extends Slab> events = flows.events().collectAsync();
                CloseableIterator<AccountingSlab> accounting =
                        flows.accounting().collectAsync()) {
            env.execute();
            return new Outputs(texts(anchors), texts(outcomes), texts(events), draws(accounting));
        }
    }

    private static StreamExecutionEnvironment environment(int parallelism) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
        env.setParallelism(parallelism);
        env.setMaxParallelism(BUCKETS);
        env.getConfig().enableObjectReuse();
        return env;
    }

    private static FlowStreams flows(StreamExecutionEnvironment env) {
        DataStream<AttachedSlab> attached = env.fromData(arrivals(), SlabTypeInfo.<AttachedSlab>of(SlabKind.ATTACHED));
        Sessioniser sessioniser = new Sessioniser(
                new SessionisationPolicy(
                        new SessionisationPolicy.Gap(1200, 5400, SessionisationPolicy.Ambiguous.LINEAR_RAMP),
                        new SessionisationPolicy.Caps(200, 43_200),
                        new SessionisationPolicy.Breaks(false, false)),
                Draws.of(FlowFixture.FINGERPRINT, FlowFixture.SEED),
                KeyedBijection.of(FlowFixture.FINGERPRINT, FlowFixture.SEED, "session_id"),
                Long.MAX_VALUE,
                true,
                SessionLimits.ofSlabRows(256));
        return FlowStage.on(SessionStage.on(attached, sessioniser, BUCKETS).arrivals(), FlowFixture::maker, BUCKETS);
    }

    /** Three arrivals a minute apart of each party, one slab per bucket. */
    private static List<AttachedSlab> arrivals() {
        List<AttachedSlab> slabs = new ArrayList<>();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            AttachedSlab slab = new AttachedSlab(PARTIES * ARRIVALS);
            slab.bucket = bucket;
            for (long party = 1; party <= PARTIES; party++) {
                for (int arrival = 0; arrival < ARRIVALS && KeyBucket.of(party, BUCKETS) == bucket; arrival++) {
                    add(slab, party, arrival);
                }
            }
            slabs.add(slab);
        }
        return slabs;
    }

    private static void add(AttachedSlab slab, long party, int arrival) {
        int row = slab.addRow();
        slab.tsMicros[row] = START_MICROS + 60_000_000L * arrival + party;
        slab.merchantId[row] = FlowFixture.MERCHANT_ID;
        slab.arrivalSeq[row] = party * ARRIVALS + arrival;
        slab.channel[row] = (byte) Channel.ECOM.code();
        slab.legalCountry[row] = (short) Iso.pack("FR");
        slab.partyCountry[row] = (short) Iso.pack("FR");
        slab.partySegment[row] = (byte) Segment.FAMILY.code();
        slab.partyId[row] = party;
        slab.accountId[row] = party;
        slab.instrumentId[row] = party;
        slab.deviceId[row] = party;
        slab.ipId[row] = party;
        slab.channelSource[row] = 1;
        slab.visitSource[row] = 1;
        slab.partyRule[row] = 1;
        slab.accountRule[row] = 1;
        slab.instrumentRule[row] = 1;
        slab.deviceRule[row] = 1;
        slab.ipRule[row] = 1;
    }

    private static Set<String> texts(CloseableIterator<? extends Slab> slabs) {
        TreeSet<String> texts = new TreeSet<>();
        slabs.forEachRemaining(slab -> {
            for (int row = 0; row < slab.size; row++) {
                texts.add(slab.describe(row));
            }
        });
        return texts;
    }

    private static long[] draws(CloseableIterator<AccountingSlab> slabs) {
        long[] draws = new long[Decision.values().length];
        slabs.forEachRemaining(slab -> {
            for (int row = 0; row < slab.size; row++) {
                draws[slab.decision[row] - 1] += slab.evaluations[row];
            }
        });
        return draws;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared element by element
    private record Outputs(Set<String> anchors, Set<String> outcomes, Set<String> events, long[] draws) {}
}
