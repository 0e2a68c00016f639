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

    /** As given, null for the default. */
    Path given() {
        return runs;
    }

    /**
     * A folder that is there, whatever is in it, or else the run of an id or its beginning.
     *
     * @throws io.millrace.base.RunException as {@link RunPlace#find}
     */
    Path find(Path named) {
        return Files.isDirectory(named) ? named : RunPlace.find(named, runs);
    }
}
