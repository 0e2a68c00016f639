package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.PolicyException;
import io.millrace.base.Problem;
import io.millrace.job.world.WorldSource;
import io.millrace.policy.SchemaStore;
import io.millrace.run.RunProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything once: a world of our own, or the sample of another engine's files that ships with the source. */
@Command(
        name = "demo",
        header = "From nothing to a published, verified run.",
        description = {
            "From nothing to a published, verified run: makes the entities and arrivals of a world of its own, "
                    + "generates its traffic, verifies every row, and tells how realistic it is. With --sample "
                    + "the world comes from the files of another engine that ship with the source. Doing it again "
                    + "finds everything done and leaves every byte alone.",
            "Example: ./millrace demo",
            "Example: ./millrace demo --world-spec tiny",
            "Example: ./millrace demo --sample"
        })
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--work", description = "Folder for worlds and runs (default: the product's folder).")
    private Path work;

    @Option(names = "--sample", description = "The sample of another engine's files in place of a world of our own.")
    private boolean sample;

    @Option(
            names = "--world-spec",
            completionCandidates = WorldNames.class,
            defaultValue = "demo",
            description = "tiny, demo, small, …: a name in config/world and config/run (default: "
                    + "${DEFAULT-VALUE}, some 300,000 arrivals).")
    private String worldSpec;

    private final Console console;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path base = work == null ? Home.folder() : work;
        return sample ? sample(base) : own(base);
    }

    private int own(Path base) {
        Path file = Home.config().resolve("run/" + worldSpec + ".yaml");
        if (!Files.isRegularFile(file)) {
            throw new PolicyException(
                    Problem.of(
                            ErrorCode.CONFIG_VALIDATION_FAILED,
                            "--world-spec",
                            "must have a run profile of its name, " + file,
                            worldSpec,
                            "take tiny, demo or small; a spec of yours goes step by step: millrace entities, arrivals, generate"));
        }
        List<Problem> problems = new ArrayList<>();
        RunProfile profile =
                RunProfile.read(file, SchemaStore.shipped(), problems).orElseThrow(() -> new PolicyException(problems));
        String seed = Long.toUnsignedString(profile.seed());
        Path worlds = base.resolve("worlds");
        Path runs = base.resolve("runs");
        String world = worlds.resolve(
                        WorldSource.of(Home.config(), worldSpec, profile.seed()).manifestFingerprint())
                .toString();
        int exit = step(
                new EntitiesCommand(console),
                "entities",
                List.of("--world-spec", worldSpec, "--seed", seed, "--out", worlds.toString()));
        if (exit == 0) {
            exit = step(
                    new ArrivalsCommand(console),
                    "arrivals",
                    List.of(
                            "--world-spec",
                            worldSpec,
                            "--seed",
                            seed,
                            "--scenario",
                            profile.scenarioId(),
                            "--out",
                            worlds.toString()));
        }
        GenerateCommand generate = new GenerateCommand(console);
        if (exit == 0) {
            exit = step(
                    generate,
                    "generate",
                    List.of("--world", world, "--scenario", profile.scenarioId(), "--runs", runs.toString()));
        }
        if (exit == 0) {
            exit = step(
                    new VerifyCommand(console),
                    "verify",
                    List.of(generate.runRoot().toString(), "--world", world));
        }
        if (exit == 0) {
            exit = step(
                    new VerifyCommand(console),
                    "verify",
                    List.of(generate.runRoot().toString(), "--world", world, "--realism"));
        }
        return exit == 0
                ? step(
                        new ReportCommand(console),
                        "report",
                        List.of(generate.runRoot().toString(), "--world", world))
                : exit;
    }

    private int sample(Path base) {
        String upstream = Home.folder().resolve("samples/upstream").toString();
        Path worlds = base.resolve("worlds/sample");
        String runs = base.resolve("runs").toString();
        int exit = step(
                new PrepareCommand(console), "prepare", List.of("--upstream", upstream, "--out", worlds.toString()));
        GenerateCommand generate = new GenerateCommand(console);
        if (exit == 0) {
            exit = step(
                    generate,
                    "generate",
                    List.of("--world", worlds.toString(), "--upstream", upstream, "--runs", runs));
        }
        return exit == 0
                ? step(
                        new VerifyCommand(console),
                        "verify",
                        List.of(generate.runRoot().toString(), "--upstream", upstream))
                : exit;
    }

    /** Says what a person would type, and does it. */
    private int step(Object command, String name, List<String> arguments) {
        console.heading("$ millrace " + name + " "
                + arguments.stream().map(ShellWord::of).collect(Collectors.joining(" ")));
        return Millrace.commandLine(command, console).execute(arguments.toArray(String[]::new));
    }
}
