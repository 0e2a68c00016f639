package io.millrace.job.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes a run up where it stopped. */
@Command(
        name = "resume",
        header = "Takes a run up where it stopped.",
        description = {
            "Takes up a run that was stopped, interrupted or killed, as generate would with the options it was started "
                    + "with. Files of later checkpoints are set aside first, so the rows are those of a run that never "
                    + "stopped. When the checkpoint or savepoint it must go on from is not found, it says which and where "
                    + "it must lie, and touches nothing.",
            "Example: ./millrace resume 6fcfef4deab0fe4837ae7234fe6333a3 --parallelism 4"
        })
final class ResumeCommand implements Callable<Integer> {
    @Mixin
    private RunPlace place;

    @Option(names = "--parallelism", description = "Slots per stage (default: as the run was started).")
    private Integer parallelism;

    @Option(
            names = "--from",
            description = "Checkpoint or savepoint to go back to (default: the newest; millrace runs shows it).")
    private Path from;

    @Option(
            names = "--until",
            description = "Of a run without end: pauses at this event time with a savepoint, a date or a time"
                    + " (default: does not pause).")
    private String until;

    @Option(names = "--speedup", description = "Of a run without end: event time over wall time from now on.")
    private String speedup;

    @Option(names = "--rate", description = "Of a run without end: arrivals per second from now on.")
    private String rate;

    @Option(
            names = "--on-cluster",
            description = "Runs in the cluster of 'millrace cluster start' instead of in this process.")
    private boolean onCluster;

    @Option(
            names = "--take-over",
            description = "Goes on although a process still has tasks of the run, such as a frozen one: what that one "
                    + "writes is not committed any more.")
    private boolean takeOver;

    @Option(
            names = "--start-over",
            description = "Makes every row again: the committed files move to _quarantine of the run. For a run whose"
                    + " checkpoints are lost.")
    private boolean startOver;

    private final Console console;

    ResumeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        List<String> arguments = new ArrayList<>(StartNote.read(place.root()));
        // The run may have been moved or copied since; where it lies now is what counts.
        replace(
                arguments,
                "--runs",
                place.root().toAbsolutePath().normalize().getParent().toString());
        if (parallelism != null) {
            replace(arguments, "--parallelism", parallelism.toString());
        }
        if (speedup != null || rate != null) {
            remove(arguments, "--speedup");
            remove(arguments, "--rate");
        }
        add(arguments, "--speedup", speedup);
        add(arguments, "--rate", rate);
        add(arguments, "--until", until);
        if (from != null) {
            arguments.addAll(List.of("--from", from.toAbsolutePath().normalize().toString()));
        }
        if (takeOver) {
            arguments.add("--take-over");
        }
        if (startOver) {
            arguments.add("--start-over");
        }
        if (onCluster) {
            arguments.add("--on-cluster");
        }
        return Millrace.commandLine(new GenerateCommand(console), console).execute(arguments.toArray(String[]::new));
    }

    private static void add(List<String> arguments, String option, String value) {
        if (value != null) {
            arguments.addAll(List.of(option, value));
        }
    }

    private static void remove(List<String> arguments, String option) {
        int at = arguments.indexOf(option);
        if (at >= 0) {
            arguments.subList(at, at + 2).clear();
        }
    }

    private static void replace(List<String> arguments, String option, String value) {
        int at = arguments.indexOf(option);
        if (at >= 0) {
            arguments.set(at + 1, value);
        } else {
            arguments.addAll(List.of(option, value));
        }
    }
}
