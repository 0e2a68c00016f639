package io.millrace.job.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stands in the list of commands; the launcher itself runs the tests, because they build the product first. */
@Command(
        name = "test",
        header = "Builds everything and runs the project's own tests (by the launcher).",
        description = {
            "Maven's verify: formatter, compiler checks, unit tests, embedded clusters, judges. Options go "
                    + "to Maven.",
            "With --soak as first option only the slow loops run: minutes each, 8 GiB of heap.",
            "Example: ./millrace test",
            "Example: ./millrace test --soak",
            "Example: ./millrace test -Dtest=GenerateInvarianceITCase -Dsurefire.failIfNoSpecifiedTests=false"
        })
final class TestCommand implements Callable<Integer> {
    private final Console console;

    TestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.line("run it by the launcher: ./millrace test");
        return 0;
    }
}
