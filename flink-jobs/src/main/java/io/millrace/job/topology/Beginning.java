package io.millrace.job.topology;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.RunMark;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.RestorePoint;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Decides where a start begins: at the point that is named, at the newest there is, or from nothing. It touches no file.
 * From nothing only when no committed file would be lost, or when somebody asks for it.
 */
final class Beginning {
    /**
     * Where a start goes on.
     *
     * @param point what the files are rewound to
     * @param read the checkpoint or savepoint itself
     */
    record At(Ledger.Point point, RestorePoint read) {}

    private final Path root;
    private final Ledger ledger;
    private final SortedMap<String, String> identity;
    private final int buckets;

    /**
     * @param identity what makes the rows, by footer key
     * @param buckets max parallelism of the job
     */
    Beginning(Path root, SortedMap<String, String> identity, int buckets) {
        this.root = root;
        this.ledger = new Ledger(root);
        this.identity = identity;
        this.buckets = buckets;
    }

    /**
     * The point, looked at from all sides but that of the graph.
     *
     * @return empty for a start from nothing
     * @throws RunException RESTORE_POINT_MISSING, RUN_IDENTITY_MISMATCH, IO_WRITE_CONFLICT, COMMITTED_FILE_DAMAGED or
     *     IO_READ_FAILED; nothing was touched then
     */
    Optional<At> of(StartPoint start) {
        Optional<At> found = find(start);
        found.ifPresent(at -> ledger.requireWhole(at.point()));
        return found;
    }

    private Optional<At> find(StartPoint start) {
        if (start.from().isPresent()) {
            return Optional.of(named(start.from().get()));
        }
        Optional<Path> flinks = flinksOwn();
        if (start.committed() == StartPoint.Committed.SET_ASIDE) {
            flinks.ifPresent(Beginning::refuseBoth);
            return Optional.empty();
        }
        Optional<RetainedCheckpoints.Retained> newest = RetainedCheckpoints.newest(root);
        Optional<Ledger.Point> reached = ledger.reached();
        if (flinks.isPresent()) {
            At asked = named(flinks.get());
            requireRewound(asked, newest);
            return Optional.of(asked);
        }
        boolean isThere = reached.isEmpty()
                || newest.filter(there -> !there.point().isBefore(reached.get()))
                        .isPresent();
        if (!isThere) {
            throw new RunException(missing(root, reached.get()));
        }
        return newest.map(there -> new At(there.point(), fitting(there.folder())));
    }

    /** One that somebody names must be of this run, and the files it rests on must be in place. */
    private At named(Path folder) {
        RestorePoint read = fitting(folder);
        Ledger.Point point = read.point();
        if (!ledger.isLive(point)) {
            throw new RunException(Problem.of(
                    ErrorCode.IO_WRITE_CONFLICT,
                    folder.toString(),
                    "must lie in the lineage of the newest attempt",
                    point.text() + ", behind a point the run was rewound to",
                    "its files are in _quarantine; millrace runs shows what the run resumes from"));
        }
        return new At(point, read);
    }

    private RestorePoint fitting(Path folder) {
        RestorePoint read = RestorePoint.read(folder.toAbsolutePath().normalize());
        read.requireFits(ledger, identity, buckets);
        return read;
    }

    /** Flink restores what it is told to; a person has to say first that later rows may go. */
    private void requireRewound(At asked, Optional<RetainedCheckpoints.Retained> newest) {
        List<Path> outside = ledger.outside(asked.point());
        Optional<RetainedCheckpoints.Retained> later =
                newest.filter(there -> asked.point().isBefore(there.point()));
        if (!outside.isEmpty() || later.isPresent()) {
            throw new RunException(RunMark.notRewound(
                    asked.read().folder().toString(),
                    outside.isEmpty()
                            ? "a later point, " + later.orElseThrow().folder()
                            : outside.size() + " files of later checkpoints"));
        }
    }

    private static void refuseBoth(Path flinks) {
        throw new RunException(Problem.of(
                ErrorCode.USAGE,
                "--start-over",
                "must stand without a point to restore",
                "flink run -s " + flinks,
                "leave one of the two out"));
    }

    /**
     * A start that would make rows again which are committed.
     *
     * @param reached up to where files are committed
     */
    static Problem missing(Path root, Ledger.Point reached) {
        Ledger ledger = new Ledger(root);
        StringBuilder found =
                new StringBuilder("none there, nor in " + RetainedCheckpoints.savepoints(root, reached.attempt()));
        int newest = ledger.attempts();
        if (reached.attempt() < newest) {
            ledger.restoredFolder(newest).ifPresent(folder -> found.append(", nor at ")
                    .append(folder)
                    .append(", where attempt " + newest + " took it from"));
        }
        String older = RetainedCheckpoints.newest(root)
                .map(there -> "; what lies there ends with " + there.point().text() + ", " + there.folder()
                        + ": --from takes that too, and makes again what came later")
                .orElse("");
        return Problem.of(
                ErrorCode.RESTORE_POINT_MISSING,
                RetainedCheckpoints.folder(root, reached.attempt()).toString(),
                "must hold " + reached.text() + ", up to which files are committed, or a later one",
                found.toString(),
                "when it was moved, or was taken by flink stop or flink savepoint into another folder: millrace resume "
                        + root.getFileName() + " --from PATH" + older
                        + "; when it is lost: --start-over moves the committed files to _quarantine and makes every row"
                        + " again");
    }

    /** What {@code flink run -s} was given; only a client of a cluster knows. */
    private static Optional<Path> flinksOwn() {
        return StreamExecutionEnvironment.getExecutionEnvironment()
                .getConfiguration()
                .getOptional(StateRecoveryOptions.SAVEPOINT_PATH)
                .map(path -> Path.of(new org.apache.flink.core.fs.Path(path).getPath()));
    }
}
