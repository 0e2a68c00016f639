package io.millrace.job.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything once, on the sample that ships with the source. */
@Command(
        name = "demo",
        header = "From nothing to a published, verified run on the sample that ships with the source.",
        description = {
            "From nothing to a published, verified run: prepares the sample upstream tree, seals it, "
                    + "generates its traffic, verifies every row. Doing it again finds everything done and leaves "
                    + "every byte alone.",
            "Example: ./millrace demo"
        })
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--work", description = "Folder for worlds and runs (default: the product's folder).")
    private Path work;

    private final Console console;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path base = work == null ? Home.folder() : work;
        String upstream = Home.folder().resolve("samples/upstream").toString();
        String worlds = base.resolve("worlds").toString();
        String runs = base.resolve("runs").toString();
        int exit = step(new PrepareCommand(console), "prepare", "--upstream", upstream, "--out", worlds);
        GenerateCommand generate = new GenerateCommand(console);
        if (exit == 0) {
            exit = step(generate, "generate", "--world", worlds, "--upstream", upstream, "--runs", runs);
        }
        return exit == 0
                ? step(new VerifyCommand(console), "verify", generate.runRoot().toString(), "--upstream", upstream)
                : exit;
    }

    /** Says what a person would type, and does it. */
    private int step(Object command, String name, String... arguments) {
        console.heading("$ millrace " + name + " " + String.join(" ", arguments));
        return Millrace.commandLine(command, console).execute(arguments);
    }
}
