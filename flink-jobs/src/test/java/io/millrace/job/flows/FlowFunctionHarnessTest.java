package io.millrace.job.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.Channel;
import io.millrace.contract.Iso;
import io.millrace.contract.Segment;
import io.millrace.flows.PendingDeclines;
import io.millrace.job.slab.AccountingTag;
import io.millrace.job.slab.BucketKeySelector;
import io.millrace.job.slab.SlabTypeInfo;
import io.millrace.job.testing.StateFixture;
import io.millrace.random.Decision;
import io.millrace.slab.AccountingSlab;
import io.millrace.slab.Columns;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowFunctionHarnessTest {
    private static final int BUCKETS = 16;
    private static final int BUCKET = 5;
    private static final long START_MILLIS = 1_770_000_000_000L;
    private static final int SESSIONS = 400;

    @Test
    void everyArrivalLeavesAsAnchorAndOutcomeAtOnce() throws Exception {
        try (Harness harness = new Harness()) {
            harness.arrive(0, 1);
            FlowSlab anchors =
                    (FlowSlab) ((StreamRecord<?>) harness.flink.getOutput().peek()).getValue();
            assertThat(anchors.size).isEqualTo(SESSIONS);
            assertThat(anchors.bucket).isEqualTo(BUCKET);
            Slab outcomes = harness.side(FlowFunction.OUTCOMES).get(0);
            Slab events = harness.side(FlowFunction.EVENTS).get(0);
            assertThat(outcomes.size).isEqualTo(SESSIONS);
            assertThat(outcomes.bucket).isEqualTo(BUCKET);
            assertThat(events.size).isGreaterThan(2 * SESSIONS).isEqualTo(events.rowsMax());
            assertThat(events.bucket).isEqualTo(BUCKET);
        }
    }

    @Test
    void stateHoldsTheDeclinesOfTheWindowAndThenNothing() throws Exception {
        try (Harness harness = new Harness()) {
            assertThat(harness.flink.numKeyedStateEntries()).isZero();
            harness.arrive(0, 1);
            assertThat(harness.flink.numKeyedStateEntries()).isEqualTo(1);
            int declines = harness.pendingDeclines();
            assertThat(declines).isBetween(20, 80);

            harness.watermark(START_MILLIS + 60_000);
            assertThat(harness.pendingDeclines()).isEqualTo(declines);
            harness.watermark(START_MILLIS + 2 * 3_600_000L);
            assertThat(harness.pendingDeclines()).isZero();

            harness.watermark(Long.MAX_VALUE);
            assertThat(harness.flink.numKeyedStateEntries()).isZero();
            assertThat(harness.flink.numEventTimeTimers()).isZero();
        }
    }

    @Test
    void drawsAreReportedOnceAtTheEnd() throws Exception {
        try (Harness harness = new Harness()) {
            harness.arrive(0, 2);
            harness.watermark(START_MILLIS + 3_600_000L);
            assertThat(harness.side(AccountingTag.TAG)).isEmpty();
            harness.watermark(Long.MAX_VALUE);
            List<Slab> reports = harness.side(AccountingTag.TAG);
            assertThat(reports).hasSize(1);
            Map<Decision, Long> evaluations = evaluations((AccountingSlab) reports.get(0));
            assertThat(evaluations.get(Decision.STEP_UP)).isEqualTo(2L * SESSIONS);
            assertThat(evaluations.get(Decision.RETRY))
                    .isEqualTo(harness.retryCandidates())
                    .isPositive();
            assertThat(evaluations.get(Decision.AMOUNT)).isEqualTo(harness.ordersOpened());
        }
    }

    @Test
    void aRestoredRunGoesOnWhereItWasCut() throws Exception {
        List<String> whole = new ArrayList<>();
        Map<Decision, Long> draws;
        try (Harness harness = new Harness()) {
            harness.arrive(0, 1);
            harness.arrive(1, 2);
            whole.addAll(harness.texts());
            harness.watermark(Long.MAX_VALUE);
            draws = evaluations((AccountingSlab) harness.side(AccountingTag.TAG).get(0));
        }
        OperatorSubtaskState state;
        List<String> cut = new ArrayList<>();
        try (Harness first = new Harness()) {
            first.arrive(0, 1);
            cut.addAll(first.texts());
            state = first.flink.snapshot(1, 1);
        }
        try (Harness second = new Harness(state)) {
            second.arrive(1, 2);
            cut.addAll(second.texts());
            second.watermark(START_MILLIS + 6 * 3_600_000L);
            assertThat(second.pendingDeclines()).as("timers are restored").isZero();
            second.watermark(Long.MAX_VALUE);
            assertThat(evaluations(
                            (AccountingSlab) second.side(AccountingTag.TAG).get(0)))
                    .isEqualTo(draws);
        }
        assertThat(cut).containsExactlyInAnyOrderElementsOf(whole);
    }

    /** Keyed state and timers of the operator as version 0.1 left them in a checkpoint. */
    @Test
    @Tag("F14")
    void stateOfTheFirstVersionIsRestored(@TempDir Path folder) throws Exception {
        Path now = folder.resolve("now");
        int declines;
        try (Harness first = new Harness()) {
            first.arrive(0, 1);
            declines = first.pendingDeclines();
            OperatorSnapshotUtil.writeStateHandle(first.flink.snapshot(1, 1), now.toString());
        }
        Path committed = Files.write(folder.resolve("old"), StateFixture.of("flows.state", Files.readAllBytes(now)));
        try (Harness second = new Harness(OperatorSnapshotUtil.readStateHandle(committed.toString()))) {
            assertThat(second.pendingDeclines()).isEqualTo(declines).isPositive();
            second.watermark(START_MILLIS + 6 * 3_600_000L);
            assertThat(second.pendingDeclines()).as("timers are restored").isZero();
        }
    }

    @Test
    void theSerialiserWritesEqualBytesAndItsSnapshotIsVersioned() throws Exception {
        try (Harness harness = new Harness()) {
            harness.arrive(0, 1);
            PendingDeclinesSerializer serialiser = new PendingDeclinesSerializer();
            DataOutputSerializer once = new DataOutputSerializer(64);
            serialiser.serialize(harness.state(), once);
            DataOutputSerializer again = new DataOutputSerializer(64);
            serialiser.copy(new DataInputDeserializer(once.getCopyOfBuffer()), again);
            assertThat(again.getCopyOfBuffer()).isEqualTo(once.getCopyOfBuffer());

            DataOutputSerializer snapshot = new DataOutputSerializer(8);
            serialiser.snapshotConfiguration().writeSnapshot(snapshot);
            PendingDeclinesSnapshot read = new PendingDeclinesSnapshot();
            read.readSnapshot(
                    1,
                    new DataInputDeserializer(snapshot.getCopyOfBuffer()),
                    getClass().getClassLoader());
            assertThat(read.restoreSerializer()).isInstanceOf(PendingDeclinesSerializer.class);
            assertThat(new PendingDeclinesSnapshot()
                            .resolveSchemaCompatibility(read)
                            .isCompatibleAsIs())
                    .isTrue();
            PendingDeclinesSnapshot other = new PendingDeclinesSnapshot();
            other.readSnapshot(
                    1,
                    new DataInputDeserializer(new byte[] {0, 0, 0, 9}),
                    getClass().getClassLoader());
            assertThat(new PendingDeclinesSnapshot()
                            .resolveSchemaCompatibility(other)
                            .isIncompatible())
                    .isTrue();
        }
    }

    private static Map<Decision, Long> evaluations(AccountingSlab slab) {
        Map<Decision, Long> evaluations = new TreeMap<>();
        for (int row = 0; row < slab.size; row++) {
            evaluations.put(Decision.values()[slab.decision[row] - 1], slab.evaluations[row]);
        }
        return evaluations;
    }

    /** One bucket, an arrival per session and minute. */
    private static final class Harness implements AutoCloseable {
        private final KeyedOneInputStreamOperatorTestHarness<Integer, SessionedSlab, FlowSlab> flink;
        private final KeyedProcessOperator<Integer, SessionedSlab, FlowSlab> operator;

        Harness() throws Exception {
            this(null);
        }

        Harness(OperatorSubtaskState state) throws Exception {
            operator = new KeyedProcessOperator<>(new FlowFunction(FlowFixture::maker));
            flink = new KeyedOneInputStreamOperatorTestHarness<>(
                    operator, new BucketKeySelector<>(BUCKETS), Types.INT, BUCKETS, 1, 0);
            flink.setup(SlabTypeInfo.<FlowSlab>of(SlabKind.FLOW).createSerializer(new SerializerConfigImpl()));
            if (state != null) {
                flink.initializeState(state);
            }
            flink.open();
        }

        /** Minutes {@code from..to-1} of every session. */
        void arrive(int from, int to) throws Exception {
            for (int minute = from; minute < to; minute++) {
                SessionedSlab slab = new SessionedSlab(SESSIONS);
                slab.bucket = BUCKET;
                for (int session = 1; session <= SESSIONS; session++) {
                    add(slab, session, minute);
                }
                flink.processElement(new StreamRecord<>(slab));
            }
        }

        private static void add(SessionedSlab slab, int session, int minute) {
            int row = slab.addRow();
            slab.tsMicros[row] = (START_MILLIS + 60_000L * minute) * 1000 + session;
            slab.merchantId[row] = FlowFixture.MERCHANT_ID;
            slab.arrivalSeq[row] = (long) minute * SESSIONS + session;
            slab.channel[row] = (byte) Channel.ECOM.code();
            slab.legalCountry[row] = (short) Iso.pack("FR");
            slab.partyCountry[row] = (short) Iso.pack("FR");
            slab.partySegment[row] = (byte) Segment.VALUE.code();
            slab.partyId[row] = session;
            slab.accountId[row] = session;
            slab.instrumentId[row] = session;
            slab.deviceId[row] = session;
            slab.ipId[row] = session;
            slab.sessionId[row] = session;
            slab.sessionSeq[row] = minute;
            slab.gapPreviousMicros[row] = minute == 0 ? Columns.ABSENT : 60_000_000L;
        }

        void watermark(long millis) throws Exception {
            flink.processWatermark(millis);
        }

        int pendingDeclines() throws Exception {
            return state().size();
        }

        PendingDeclines state() throws Exception {
            operator.setCurrentKey(new BucketKeySelector<SessionedSlab>(BUCKETS).getKey(bucketSlab()));
            return operator.getKeyedStateBackend()
                    .getPartitionedState(
                            VoidNamespace.INSTANCE,
                            VoidNamespaceSerializer.INSTANCE,
                            new ValueStateDescriptor<>("pending-declines", new PendingDeclinesSerializer()))
                    .value();
        }

        private static SessionedSlab bucketSlab() {
            SessionedSlab slab = new SessionedSlab(1);
            slab.bucket = BUCKET;
            return slab;
        }

        long retryCandidates() {
            return anchors().stream()
                    .mapToLong(slab -> {
                        long candidates = 0;
                        for (int row = 0; row < slab.size; row++) {
                            candidates += slab.retryCandidate[row] ? 1 : 0;
                        }
                        return candidates;
                    })
                    .sum();
        }

        long ordersOpened() {
            return anchors().stream()
                    .mapToLong(slab -> {
                        long opened = 0;
                        for (int row = 0; row < slab.size; row++) {
                            opened += slab.attemptIndex[row] == 0 ? 1 : 0;
                        }
                        return opened;
                    })
                    .sum();
        }

        List<FlowSlab> anchors() {
            List<FlowSlab> anchors = new ArrayList<>();
            for (Object output : flink.getOutput()) {
                if (output instanceof StreamRecord<?> record) {
                    anchors.add((FlowSlab) record.getValue());
                }
            }
            return anchors;
        }

        <S extends Slab> List<Slab> side(OutputTag<S> tag) {
            Queue<StreamRecord<S>> records = flink.getSideOutput(tag);
            List<Slab> slabs = new ArrayList<>();
            if (records != null) {
                records.forEach(record -> slabs.add(record.getValue()));
            }
            return slabs;
        }

        /** All rows of all outputs so far. */
        List<String> texts() {
            List<Slab> slabs = new ArrayList<>(anchors());
            slabs.addAll(side(FlowFunction.OUTCOMES));
            slabs.addAll(side(FlowFunction.EVENTS));
            List<String> texts = new ArrayList<>();
            for (Slab slab : slabs) {
                for (int row = 0; row < slab.size; row++) {
                    texts.add(slab.describe(row));
                }
            }
            return texts;
        }

        @Override
        public void close() throws Exception {
            flink.close();
        }
    }
}
