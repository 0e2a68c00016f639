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
                    + "stopped.",
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
            names = "--on-cluster",
            description = "Runs in the cluster of 'millrace cluster start' instead of in this process.")
    private boolean onCluster;

    @Option(
            names = "--take-over",
            description = "Goes on although a process still has tasks of the run, such as a frozen one: what that one "
                    + "writes is not committed any more.")
    private boolean takeOver;

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
        if (from != null) {
            arguments.addAll(List.of("--from", from.toAbsolutePath().normalize().toString()));
        }
        if (takeOver) {
            arguments.add("--take-over");
        }
        if (onCluster) {
            arguments.add("--on-cluster");
        }
        return Millrace.commandLine(new GenerateCommand(console), console).execute(arguments.toArray(String[]::new));
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
