package io.millrace.job.cli;

import io.millrace.job.topology.StartPoint;
import io.millrace.run.GateRequest;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a start of a run begins, and what it makes of somebody who still works on it. */
final class StartOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--from", description = "Checkpoint or savepoint of this run to go back to (default: the newest).")
    private Path from;

    @Option(
            names = "--take-over",
            description =
                    "Begins although a process still has tasks of the run: what that one writes is not committed.")
    private boolean takeOver;

    @Option(
            names = "--start-over",
            description =
                    "Makes every row again although files are committed: these move to _quarantine of the run. For"
                            + " a run whose checkpoints are lost.")
    private boolean startOver;

    GateRequest.Mode mode() {
        return takeOver ? GateRequest.Mode.SEAL_TAKING_OVER : GateRequest.Mode.SEAL;
    }

    StartPoint point() {
        if (from != null && startOver) {
            throw new ParameterException(
                    spec.commandLine(), "--from goes back to a point, --start-over to none: give one of them");
        }
        return new StartPoint(
                Optional.ofNullable(from),
                startOver ? StartPoint.Committed.SET_ASIDE : StartPoint.Committed.GO_ON,
                takeOver ? StartPoint.Living.TAKE_OVER : StartPoint.Living.REFUSE);
    }
}
