package io.millrace.job.sinks;

import io.millrace.slab.Slab;
import java.io.IOException;
import java.io.Serial;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * One dataset as part files, each row exactly once whatever is killed.
 *
 * <p>A part file closes at the checkpoint barrier and becomes visible when the checkpoint completes: rename to its
 * deterministic name, then a ledger line. Our own Sink V2 and not Flink's FileSink, because that one shows rows twice
 * when an older checkpoint is restored into the same folder, stays silent when a file is lost, and names files at random.
 * The writer keeps no state: a bulk file cannot be continued, so every checkpoint starts new files.
 */
public final class LedgerSink<S extends Slab>
        implements Sink<S>, SupportsCommitter<PartFile>, SupportsPreCommitTopology<PartFile, PartFile> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final LedgerSinkSettings settings;
    private final PartEncoder encoder;

    public LedgerSink(LedgerSinkSettings settings, PartEncoder encoder) {
        this.settings = settings;
        this.encoder = encoder;
    }

    @Override
    public SinkWriter<S> createWriter(WriterInitContext context) throws IOException {
        return new PartFileWriter<>(
                settings,
                encoder,
                context.getTaskInfo().getIndexOfThisSubtask(),
                context.getTaskInfo().getAttemptNumber());
    }

    @Override
    public Committer<PartFile> createCommitter(CommitterInitContext context) throws IOException {
        return new LedgerCommitter(settings.runRoot());
    }

    /** Stamps each file with the checkpoint that completes it, which the writer cannot know. */
    @Override
    public DataStream<CommittableMessage<PartFile>> addPreCommitTopology(
            DataStream<CommittableMessage<PartFile>> committables) {
        String uid = "stamp-" + settings.datasetId();
        return committables
                .map(new CheckpointStamp())
                .returns(CommittableMessageTypeInfo.of(PartFileSerializer::new))
                .uid(uid)
                .name(uid);
    }

    @Override
    public SimpleVersionedSerializer<PartFile> getCommittableSerializer() {
        return new PartFileSerializer();
    }

    @Override
    public SimpleVersionedSerializer<PartFile> getWriteResultSerializer() {
        return new PartFileSerializer();
    }
}
