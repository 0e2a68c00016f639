package io.millrace.job.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code help cluster start} tells of {@code cluster start}; picocli's own help stops after the first word. */
@Command(
        name = "help",
        header = "Tells of a command, or lists them all.",
        description = "Example: ./millrace help cluster start",
        helpCommand = true)
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "A command and its subcommands.")
    private List<String> path = List.of();

    @Override
    public Integer call() {
        CommandLine told = spec.parent().commandLine();
        for (String name : path) {
            CommandLine next = told.getSubcommands().get(name);
            if (next == null) {
                throw new ParameterException(told, "Unknown subcommand '" + name + "'");
            }
            told = next;
        }
        told.usage(told.getOut());
        return 0;
    }
}
