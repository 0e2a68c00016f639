package io.millrace.job.topology;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.parquet.ParquetFooters;
import io.millrace.job.sinks.publish.CommittedFiles;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.Publisher;
import io.millrace.job.sinks.publish.RestorePoint;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.run.ScenarioId;
import io.millrace.slab.SlabKind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;

/** What the end of a job means: all rows are there and are published, or it was stopped and goes on another time. */
final class Ending {
    private static final int LOOKS_MAX = 10;

    private final Path root;
    private final Ledger ledger;
    private final Publisher publisher;
    private final SortedMap<String, String> footer;
    private final RunSimulation source;
    private final boolean isLive;

    /**
     * @param footer what every part file of the run says of it
     * @param source of the run; one without end is never published, its finished days are flagged
     */
    Ending(Path root, Publisher publisher, SortedMap<String, String> footer, RunSimulation source) {
        this.root = root;
        this.ledger = new Ledger(root);
        this.publisher = publisher;
        this.footer = footer;
        this.source = source;
        this.isLive = source.madeWindow().filter(ScenarioId::isLive).isPresent();
    }

    /**
     * Whether a process ended between the job's end and the flag: all rows are there, only the bundle is not. Flink
     * deletes the checkpoints of an attempt that ends, so one that still has some has not ended.
     *
     * @param newest attempt
     * @throws RunException COMMITTED_FILE_DAMAGED when files are damaged and there is no checkpoint to go back to
     */
    boolean isWhole(int newest) {
        Optional<RetainedCheckpoints.Retained> retained = RetainedCheckpoints.newest(root);
        boolean hasEnded = !isLive
                && newest > 0
                && retained.filter(of -> of.point().attempt() == newest).isEmpty();
        // A file without its line was being committed when the process died: the job had not ended.
        if (!hasEnded || CommittedFiles.hasUnlisted(root, newest)) {
            return false;
        }
        try {
            return publisher.isComplete(committed(newest));
        } catch (RunException damaged) {
            if (retained.isEmpty()) {
                throw damaged;
            }
            // The checkpoint of an older attempt rests on fewer files; rewinding to it looks at those.
            return false;
        }
    }

    /**
     * A job that was stopped ends as one that has done its work does; a savepoint at its place tells, and where there is
     * none, that nobody has seen the end of the input.
     *
     * @throws StoppedAtSavepoint when it was stopped before the end of its input
     * @throws RunException RESTORE_POINT_MISSING when it was, and the savepoint is elsewhere
     */
    void requireNotStopped(int attempt, StoppedAtSavepoint.Reason reason) throws StoppedAtSavepoint {
        ledger.retireLateCommits(attempt);
        Optional<RetainedCheckpoints.Retained> stop = RetainedCheckpoints.newest(root)
                .filter(retained ->
                        retained.point().attempt() == attempt && retained.kind() == RetainedCheckpoints.Kind.SAVEPOINT);
        boolean isInDoubt = stop.isPresent() || !hasSeenTheEnd(attempt);
        if (!isLive && (!isInDoubt || publisher.isComplete(committed(attempt)))) {
            return;
        }
        if (stop.isPresent()) {
            if (isLive) {
                source.finishedDays(root).finish(RestorePoint.read(stop.get().folder()));
            }
            throw new StoppedAtSavepoint(root, stop.get().folder(), reason);
        }
        throw new RunException(stoppedElsewhere(attempt));
    }

    /** Every task adds up its draws when its input ends, and not before. */
    private boolean hasSeenTheEnd(int attempt) {
        return ledger.valid(attempt).stream()
                .anyMatch(entry -> entry.datasetId().equals(SlabKind.ACCOUNTING.datasetId()));
    }

    private Problem stoppedElsewhere(int attempt) {
        Path folder = RetainedCheckpoints.savepoints(root, attempt);
        return Problem.of(
                ErrorCode.RESTORE_POINT_MISSING,
                folder.toString(),
                "must hold the savepoint that attempt " + attempt + " was stopped with",
                "none there: the job ended before the end of its input",
                "nothing is lost: when it was stopped by flink stop -p or from Flink's page, the savepoint lies where that"
                        + " said; millrace resume " + root.getFileName()
                        + " --from PATH goes on from it, or move it into this folder");
    }

    /**
     * Publishes what an attempt has committed, unless another has begun. Temporary files go first: what is not there any more cannot get a
     * name after the flag, not even by a task of an older attempt that is thawed that late.
     *
     * @throws RunException RUN_BUSY when this start was taken over
     */
    Publisher.Published publish(int attempt) {
        ledger.requireNewest(attempt);
        ledger.close(attempt);
        int looks = 0;
        while (ledger.retireTemporaries(attempt) > 0 && looks < LOOKS_MAX) {
            looks++;
        }
        ledger.retireLateCommits(attempt);
        CommittedFiles files = committed(attempt);
        ledger.requireNewest(attempt);
        return publisher.publish(files);
    }

    private CommittedFiles committed(int attempt) {
        return CommittedFiles.read(root, attempt, new ParquetFooters(), footer);
    }
}
