package io.millrace.job.sinks;

import io.millrace.base.RunException;
import io.millrace.job.slab.BrokenLaw;
import io.millrace.slab.Slab;
import java.io.IOException;
import java.io.Serial;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
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
 * The writer keeps no rows: a bulk file cannot be continued, so every checkpoint starts new files. Its state is a mark of
 * the run, by which a restore is told from a wrong one.
 */
public final class LedgerSink<S extends Slab>
        implements Sink<S>,
                SupportsCommitter<PartFile>,
                SupportsWriterState<S, RunMark>,
                SupportsPreCommitTopology<PartFile, PartFile> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final LedgerSinkSettings settings;
    private final PartEncoder encoder;

    public LedgerSink(LedgerSinkSettings settings, PartEncoder encoder) {
        this.settings = settings;
        this.encoder = encoder;
    }

    @Override
    public StatefulSinkWriter<S, RunMark> createWriter(WriterInitContext context) throws IOException {
        return writer(context, 0);
    }

    /** @param files closed by the writers before; negative when nobody has counted */
    private StatefulSinkWriter<S, RunMark> writer(WriterInitContext context, long files) throws IOException {
        Fence.require(settings);
        return new PartFileWriter<>(
                settings,
                encoder,
                context.getTaskInfo().getIndexOfThisSubtask(),
                context.getTaskInfo().getAttemptNumber(),
                new WriterMetrics(context.metricGroup(), settings.datasetId()),
                files);
    }

    /** Refuses a restore of another identity, or from a point the files of the run were not rewound to. */
    @Override
    public StatefulSinkWriter<S, RunMark> restoreWriter(WriterInitContext context, Collection<RunMark> marks)
            throws IOException {
        try {
            marks.forEach(mark -> mark.requireRestorableBy(settings.attempt()));
        } catch (RunException refused) {
            throw BrokenLaw.of(refused);
        }
        boolean isCounted = marks.stream().allMatch(mark -> mark.written().isKnown());
        return writer(
                context,
                isCounted
                        ? marks.stream()
                                .mapToLong(mark -> mark.written().files())
                                .sum()
                        : RunMark.Written.UNKNOWN.files());
    }

    @Override
    public SimpleVersionedSerializer<RunMark> getWriterStateSerializer() {
        return new RunMarkSerializer();
    }

    @Override
    public Committer<PartFile> createCommitter(CommitterInitContext context) throws IOException {
        return new LedgerCommitter(
                settings,
                new CommitMetrics(
                        context.metricGroup(),
                        settings.datasetId(),
                        context.getRestoredCheckpointId().orElse(PartFile.UNSTAMPED)));
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
