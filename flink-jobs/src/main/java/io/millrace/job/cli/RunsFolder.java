package io.millrace.job.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where runs are looked up by their ids. */
final class RunsFolder {
    @Option(
            names = {"--runs", "--runs-root"},
            description = "Folder of runs in which an id is looked up (default: runs).")
    private Path runs;

    Path folder() {
        return runs == null ? Home.folder().resolve("runs") : runs;
    }

    /** A folder that is there, or else that of a run id, whether it is there or not. */
    Path find(Path named) {
        return Files.isDirectory(named) ? named : folder().resolve(named);
    }
}
