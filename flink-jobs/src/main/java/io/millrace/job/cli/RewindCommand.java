package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.PublishedRun;
import io.millrace.job.sinks.publish.RestorePoint;
import io.millrace.run.RunFolder;
import io.millrace.run.SealedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sets the files of later checkpoints aside, for a {@code flink run -s} of an older one. */
@Command(
        name = "rewind",
        header = "Sets aside what a run wrote after a checkpoint.",
        description = {
            "Moves the files that a run wrote after a checkpoint or savepoint into its _quarantine, so that 'flink run -s' "
                    + "may start from it. 'millrace resume --from' does both at once.",
            "Example: ./millrace rewind 6fcfef4deab0fe4837ae7234fe6333a3 --to savepoints/…/savepoint-1a2b3c"
        })
final class RewindCommand implements Callable<Integer> {
    @Mixin
    private RunPlace place;

    @Option(names = "--to", required = true, description = "Folder of the checkpoint or savepoint.")
    private Path to;

    private final Console console;

    RewindCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path root = place.root();
        try (RunFolder locked = RunPlace.lock(root)) {
            if (PublishedRun.check(root, SealedRun.open(locked).identity(), PublishedRun.Depth.SIZES)
                    .isPresent()) {
                throw new RunException(Problem.of(
                        ErrorCode.IO_WRITE_CONFLICT,
                        root.toString(),
                        "must not be published",
                        "a run with its flag",
                        "nothing was touched; a published run stays as it is"));
            }
            Ledger ledger = new Ledger(root);
            int seen = ledger.attempts();
            RestorePoint restore = RestorePoint.read(to.toAbsolutePath().normalize());
            Ledger.Point point = restore.point();
            boolean isOurs = ledger.token(point.attempt()).equals(restore.mark().map(mark -> mark.token()));
            if (!isOurs) {
                throw new RunException(Problem.of(
                        ErrorCode.RUN_IDENTITY_MISMATCH,
                        to.toString(),
                        "must be of run " + locked.runId() + " in this folder",
                        "of another start",
                        "name a checkpoint of this run; millrace runs shows the newest"));
            }
            if (!ledger.isLive(point)) {
                throw new RunException(Problem.of(
                        ErrorCode.IO_WRITE_CONFLICT,
                        to.toString(),
                        "must lie before the point the run was rewound to last",
                        point.text(),
                        "its files are in _quarantine already; millrace runs shows what the run resumes from"));
            }
            ledger.requireWhole(point);
            // Written down first, as an attempt of its own: later checkpoints rest on files that are gone from now on,
            // and a rewind that is cut short is finished by the next start.
            int attempt = ledger.beginFrom(seen, point, restore.folder());
            int moved = ledger.rewind(attempt, Optional.of(point));
            console.good("rewound to " + point.text() + ", as attempt " + attempt + "; "
                    + (moved == 0
                            ? "no file was later"
                            : moved + " files moved to " + root.relativize(ledger.quarantine(Optional.of(point)))));
            console.line("  flink run -s " + ShellWord.of(restore.folder()) + " … generate … may start from it now");
            return 0;
        }
    }
}
