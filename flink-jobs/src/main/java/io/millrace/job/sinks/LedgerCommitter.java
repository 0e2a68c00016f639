package io.millrace.job.sinks;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.io.IOException;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableWriter;

/**
 * Makes part files visible: staged file, deterministic name, ledger line. Each step finds out whether it was done before,
 * so a commit may be repeated any number of times; a file that is at none of its three places is a loud failure.
 */
final class LedgerCommitter implements Committer<PartFile> {
    private final LedgerSinkSettings settings;
    private final CommitMetrics metrics;
    private final String runRoot;
    private final FileSystem files;
    private final RecoverableWriter writer;

    LedgerCommitter(LedgerSinkSettings settings, CommitMetrics metrics) throws IOException {
        this.settings = settings;
        this.metrics = metrics;
        this.runRoot = settings.runRoot();
        this.files = FileSystem.get(new Path(runRoot).toUri());
        this.writer = files.createRecoverableWriter();
    }

    @Override
    public void commit(Collection<CommitRequest<PartFile>> requests) {
        for (CommitRequest<PartFile> request : requests) {
            PartFile file = request.getCommittable();
            try {
                Fence.require(settings);
                commit(file);
                metrics.committed(file);
            } catch (IOException e) {
                throw failed(file, e);
            }
        }
    }

    private void commit(PartFile file) throws IOException {
        Path target = new Path(runRoot + "/" + file.path());
        Path staged = new Path(runRoot + "/" + file.folder() + "/" + file.stagedName());
        if (!files.exists(target)) {
            if (!files.exists(staged)) {
                stage(file, staged, target);
            }
            if (!files.exists(target) && !files.rename(staged, target)) {
                throw new IOException("rename of " + staged + " to " + target + " was refused");
            }
        }
        long size = files.getFileStatus(target).getLen();
        if (size != file.sizeBytes()) {
            throw damaged(file, "a file of " + size + " bytes");
        }
        LedgerEntry.of(file).write(files, runRoot);
    }

    private void stage(PartFile file, Path staged, Path target) throws IOException {
        var handle = writer.getCommitRecoverableSerializer().deserialize(file.recoverableVersion(), file.recoverable());
        try {
            writer.recoverForCommit(handle).commitAfterRecovery();
        } catch (IOException e) {
            if (files.exists(target)) {
                // A task that was thawed late has committed the same file in the meantime.
                return;
            }
            RunException failure = damaged(file, "neither a temporary nor a final file");
            failure.addSuppressed(e);
            throw failure;
        }
        if (!files.exists(staged) && !files.exists(target)) {
            throw damaged(file, "neither a temporary nor a final file");
        }
    }

    private RunException failed(PartFile file, IOException e) {
        return new RunException(
                Problem.of(
                        ErrorCode.IO_WRITE_FAILED,
                        file.datasetId() + " in " + runRoot,
                        "the storage must take a part file and its ledger line",
                        String.valueOf(e.getMessage()),
                        "free space or mend permissions, then start the run again; it resumes"),
                e);
    }

    private RunException damaged(PartFile file, String found) {
        metrics.damaged();
        return new RunException(Problem.of(
                ErrorCode.COMMITTED_FILE_DAMAGED,
                file.path(),
                "must be there with " + file.sizeBytes() + " bytes",
                found,
                "somebody removed or changed it; move the run folder aside and start the run again"));
    }

    @Override
    public void close() {
        // Nothing is held between commits.
    }
}
