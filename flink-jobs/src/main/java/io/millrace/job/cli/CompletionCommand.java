package io.millrace.job.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Teaches a shell the commands and options. */
@Command(
        name = "completion",
        header = "Prints what teaches bash or zsh the commands and options.",
        description = {
            "Prints a script that teaches bash or zsh the commands and options, for the tabulator key: source <(./millrace"
                    + " completion) in the shell, or in its ~/.bashrc or ~/.zshrc for every new one.",
            "Example: ./millrace completion"
        })
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private final Console console;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.line(AutoComplete.bash("millrace", spec.root().commandLine()));
        return 0;
    }
}
