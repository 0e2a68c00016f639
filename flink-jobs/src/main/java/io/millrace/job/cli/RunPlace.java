package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.RunHold;
import io.millrace.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which run: its folder, or its id in a folder of runs. */
final class RunPlace {
    @Parameters(paramLabel = "RUN", description = "Folder of the run, or its id.")
    private String run;

    @Mixin
    private RunsFolder runs;

    /**
     * Absolute folder of the run.
     *
     * @throws RunException IO_READ_FAILED when there is none
     */
    Path root() {
        Path named = Path.of(run);
        Path parent = runs.folder();
        Path found = isRun(named) ? named : parent.resolve(run);
        if (!isRun(found)) {
            throw new RunException(Problem.of(
                    ErrorCode.IO_READ_FAILED,
                    run,
                    "must be the folder of a run, or the id of one in " + parent,
                    "no run_receipt.json in " + found,
                    "millrace runs lists them; name another folder of runs by --runs"));
        }
        return found.toAbsolutePath().normalize();
    }

    /**
     * The lock of a run that nobody writes.
     *
     * @throws RunException RUN_BUSY when somebody does
     */
    static RunFolder lock(Path root) throws IOException {
        RunFolder folder = RunFolder.lock(root.getParent(), root.getFileName().toString());
        if (RunHold.isHeld(root)) {
            folder.close();
            throw new RunException(Problem.of(
                    ErrorCode.RUN_BUSY,
                    root.toString(),
                    "must have no living writer",
                    "a process has tasks of this run",
                    "stop it first: millrace stop " + root.getFileName()));
        }
        return folder;
    }

    private static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve("run_receipt.json"));
    }
}
