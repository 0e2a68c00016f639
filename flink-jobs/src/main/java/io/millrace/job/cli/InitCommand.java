package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.PolicyException;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.policy.LintReport;
import io.millrace.policy.PolicyLinter;
import io.millrace.policy.PolicyLock;
import io.millrace.policy.PolicyPack;
import io.millrace.policy.PolicyPacks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a config folder of one's own: the shipped packs, a world spec and a run profile, with comments. */
@Command(
        name = "init",
        header = "Writes a config folder of your own to start from, with comments.",
        description = {
            "Writes a config folder of your own to start from: a copy of all packs, a world spec and a run profile, each"
                    + " value with its comment. The folder must be new or empty.",
            "Example: ./millrace init my-world --like tiny",
            "Example: ./millrace init my-world --name corner_shops --like small"
        })
final class InitCommand implements Callable<Integer> {
    /** Folders of packs, and their lock where there is one; world specs and run profiles of the product stay where they are. */
    private static final List<String> COPIED = List.of("layer2", "layer3", PolicyLock.FILE);

    @Parameters(paramLabel = "FOLDER", description = "New folder.")
    private Path folder;

    @Option(
            names = "--like",
            defaultValue = "tiny",
            completionCandidates = WorldNames.class,
            description = "Shipped world whose size and countries are the start (default: ${DEFAULT-VALUE}).")
    private String like;

    @Option(
            names = "--name",
            defaultValue = "mine",
            description = "Name of the world, a letter and then letters, digits and _ (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(names = "--config", description = "Config folder to copy (default: the product's own).")
    private Path config = Home.config();

    @Spec
    private CommandSpec spec;

    private final Console console;

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!name.matches("[a-z][a-z0-9_]{0,59}")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--name must be a small letter, then small letters, digits and _, at most 60; was " + name);
        }
        PolicyPack world = shipped(like);
        Path target = folder.toAbsolutePath().normalize();
        requireOutside(target);
        requireRoom(target);
        try {
            write(target, world);
            tell(lint(target));
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_WRITE_FAILED,
                            target.toString(),
                            "must be writable",
                            e.toString(),
                            "make room or mend its permissions, or name another folder"),
                    e);
        }
        return 0;
    }

    private PolicyPack shipped(String named) {
        List<Problem> problems = new ArrayList<>();
        PolicyPacks packs = PolicyPacks.read(config, problems);
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        return packs.withWorldSpec(named).pack("world_spec").orElseThrow();
    }

    /** Whatever lies among packs looks like a policy in effect. */
    private void requireOutside(Path target) {
        for (Path packs : List.of(config, Home.config())) {
            if (target.startsWith(packs.toAbsolutePath().normalize())) {
                throw new RunException(Problem.of(
                        ErrorCode.IO_WRITE_CONFLICT,
                        target.toString(),
                        "must lie outside the config folder " + packs,
                        "a folder in it",
                        "name another folder, such as my-world; nothing was changed"));
            }
        }
    }

    private static void requireRoom(Path target) {
        if (!Files.exists(target)) {
            return;
        }
        boolean isEmpty = false;
        if (Files.isDirectory(target)) {
            try (Stream<Path> inside = Files.list(target)) {
                isEmpty = inside.findAny().isEmpty();
            } catch (IOException e) {
                throw new RunException(
                        Problem.of(
                                ErrorCode.IO_WRITE_FAILED,
                                target.toString(),
                                "must be readable",
                                e.toString(),
                                "mend its permissions, or name another folder"),
                        e);
            }
        }
        if (!isEmpty) {
            throw new RunException(Problem.of(
                    ErrorCode.IO_WRITE_CONFLICT,
                    target.toString(),
                    "must be a new or empty folder",
                    Files.isDirectory(target) ? "a folder with files" : "a file",
                    "name another folder; nothing was changed"));
        }
    }

    /** Whole or not at all: written beside, then renamed. */
    private void write(Path target, PolicyPack world) throws IOException {
        Path parent = target.getParent();
        Files.createDirectories(parent);
        Path staged = Files.createTempDirectory(parent, ".init-");
        try {
            for (String copied : COPIED) {
                if (Files.exists(config.resolve(copied))) {
                    copy(config.resolve(copied), staged.resolve(copied));
                }
            }
            Map<String, String> values = values(world);
            write(staged.resolve("world/" + name + ".yaml"), "world.yaml", values);
            write(staged.resolve("run/" + name + ".yaml"), "run.yaml", values);
            write(staged.resolve("README.md"), "README.md.template", values);
            Files.setPosixFilePermissions(staged, Files.getPosixFilePermissions(staged.resolve("world")));
            Files.deleteIfExists(target);
            Files.move(staged, target);
        } finally {
            FileUtils.deleteDirectoryQuietly(staged.toFile());
        }
    }

    private Map<String, String> values(PolicyPack world) {
        return Map.of(
                "name", name,
                "like", like,
                "folder", ShellWord.of(folder),
                "parties", world.root().get("parties").decimal().toPlainString(),
                "merchants", world.root().get("merchants").decimal().toPlainString(),
                "arrivals_per_day",
                        world.root().get("arrivals_per_day").decimal().toPlainString(),
                "countries",
                        world.root().get("countries").texts().stream()
                                .map(InitCommand::quoted)
                                .collect(Collectors.joining(", ")));
    }

    /** Norway is not a plain scalar in every YAML. */
    private static String quoted(String country) {
        return country.equals("NO") ? "'NO'" : country;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path file : walk.sorted().toList()) {
                Path copied = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copied);
                } else {
                    Files.copy(file, copied);
                }
            }
        }
    }

    private static void write(Path file, String resource, Map<String, String> values) throws IOException {
        Files.createDirectories(file.getParent());
        String text;
        try (InputStream in = InitCommand.class.getResourceAsStream("/init/" + resource)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", value.getValue());
        }
        Files.writeString(file, text);
    }

    private static LintReport lint(Path target) {
        List<Problem> problems = new ArrayList<>();
        PolicyPacks packs = PolicyPacks.read(target, problems);
        LintReport report = PolicyLinter.lint(packs, PolicyLock.read(target, problems), Optional.empty());
        problems.addAll(report.problems());
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        return report;
    }

    private void tell(LintReport checked) {
        console.good(folder + " is written and sound: " + checked.passed().size() + " rules of lint passed.");
        console.line("  " + folder + "/world/" + name + ".yaml   people, merchants, arrivals per day, countries");
        console.line("  " + folder + "/run/" + name + ".yaml     seed, days, slots, folder of runs");
        console.line("  " + folder + "/layer2, layer3     the laws; " + folder + "/README.md says which file for what");
        console.line("Then:");
        console.line("  ./millrace lint --config " + ShellWord.of(folder));
        console.line("  ./millrace generate --config " + ShellWord.of(folder) + " --world-spec " + name);
    }
}
