package io.millrace.job.replay;

import io.millrace.job.sinks.kafka.BusRecord;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Flink's sink for Kafka, except that it asks before it commits: once another start of the replay has begun it commits
 * nothing; that it asks before it makes a writer, since that shuts out whoever has a transaction under the same prefix; and
 * that the end of its writer is quiet.
 */
public final class GuardedSink
        implements Sink<BusRecord>,
                SupportsWriterState<BusRecord, KafkaWriterState>,
                SupportsCommitter<KafkaCommittable>,
                SupportsPostCommitTopology<KafkaCommittable> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final KafkaSink<BusRecord> bus;
    private final Check beforeWriting;
    private final Check beforeCommit;

    /** What must hold when something is done at the broker. */
    public interface Check extends Serializable {
        /** Throws what ends the task otherwise. */
        void require() throws IOException;
    }

    /**
     * @param beforeWriting what must hold when a task begins
     * @param beforeCommit what must hold when a transaction is committed
     */
    public GuardedSink(KafkaSink<BusRecord> bus, Check beforeWriting, Check beforeCommit) {
        this.bus = bus;
        this.beforeWriting = beforeWriting;
        this.beforeCommit = beforeCommit;
    }

    @Override
    public StatefulSinkWriter<BusRecord, KafkaWriterState> createWriter(WriterInitContext context) throws IOException {
        beforeWriting.require();
        return new QuietlyClosed(bus.createWriter(context));
    }

    @Override
    public StatefulSinkWriter<BusRecord, KafkaWriterState> restoreWriter(
            WriterInitContext context, Collection<KafkaWriterState> state) throws IOException {
        beforeWriting.require();
        return new QuietlyClosed(bus.restoreWriter(context, state));
    }

    @Override
    public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
        return bus.getWriterStateSerializer();
    }

    @Override
    public Committer<KafkaCommittable> createCommitter(CommitterInitContext context) {
        return new Guarded(bus.createCommitter(context), beforeCommit);
    }

    @Override
    public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
        return bus.getCommittableSerializer();
    }

    @Override
    public void addPostCommitTopology(DataStream<CommittableMessage<KafkaCommittable>> committables) {
        bus.addPostCommitTopology(committables);
    }

    private static final class Guarded implements Committer<KafkaCommittable> {
        private final Committer<KafkaCommittable> committer;
        private final Check check;

        Guarded(Committer<KafkaCommittable> committer, Check check) {
            this.committer = committer;
            this.check = check;
        }

        @Override
        public void commit(Collection<CommitRequest<KafkaCommittable>> requests)
                throws IOException, InterruptedException {
            check.require();
            committer.commit(requests);
        }

        @Override
        public void close() throws Exception {
            committer.close();
        }
    }
}
