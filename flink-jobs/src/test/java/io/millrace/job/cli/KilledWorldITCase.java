package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.digest.FileDigest;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that makes a world, killed in the middle of a piece; the same command takes over what it had finished. */
class KilledWorldITCase {
    private static final List<String> SCENARIO = List.of("--scenario", "baseline_20260101_3d");

    @TempDir
    Path folder;

    @Test
    void entitiesThatWereKilledAreTakenUpByTheSameCommand() throws Exception {
        Process process = stuck(List.of("--piece", "2"));
        try {
            // While it lives it is the one writer.
            assertThat(millrace("entities", worlds(), List.of()))
                    .returns(8, Said::exit)
                    .extracting(Said::err)
                    .asString()
                    .contains("RUN_BUSY: ", "must be free, was another process makes a world in this folder");
        } finally {
            // SIGKILL: no hook runs, no file is closed.
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).isEqualTo(137);

        Said resumed = millrace("entities", worlds(), List.of());
        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("entities: resumed: 2 of 4 pieces finished before");
        assertEqualToUndisturbed("entities", List.of(), resumed);
    }

    @Test
    void arrivalsThatWereInterruptedSayThatNothingIsLost() throws Exception {
        List<String> arguments = new ArrayList<>(SCENARIO);
        arguments.addAll(List.of("--piece", "1"));
        Process process = stuck(arguments);
        // SIGTERM; ^C takes the same way out.
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(Files.readAllLines(errors()))
                .last()
                .isEqualTo("interrupted; nothing is lost. The same command goes on from the pieces that are finished");

        Said resumed = millrace("arrivals", worlds(), SCENARIO);
        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("arrivals: resumed: 1 of 3 pieces finished before");
        assertEqualToUndisturbed("arrivals", SCENARIO, resumed);
    }

    private Path errors() {
        return folder.resolve("errors.txt");
    }

    private Path worlds() {
        return folder.resolve("worlds");
    }

    private void assertEqualToUndisturbed(String command, List<String> options, Said resumed) throws IOException {
        Path clean = folder.resolve("clean");
        Said undisturbed = millrace(command, clean, options);
        assertThat(undisturbed.exit()).as(undisturbed.err()).isZero();
        assertThat(content(worlds())).isEqualTo(content(clean)).hasSizeGreaterThan(10);
        assertThat(bundle(resumed)).isEqualTo(bundle(undisturbed));
    }

    private static List<String> bundle(Said said) {
        List<String> lines =
                said.out().lines().filter(line -> line.contains("bundle ")).toList();
        assertThat(lines).hasSize(1);
        return lines;
    }

    private static Map<String, String> content(Path worlds) throws IOException {
        TreeMap<String, String> digests = new TreeMap<>();
        for (String file : SmallWorld.below(worlds)) {
            digests.put(file, FileDigest.ofFile(worlds.resolve(file)));
        }
        return digests;
    }

    private static Said millrace(String command, Path worlds, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(world(worlds));
        arguments.addAll(options);
        return Said.millrace(arguments.toArray(String[]::new));
    }

    private static List<String> world(Path worlds) {
        return List.of(
                "--world-spec",
                "tiny",
                "--seed",
                "42",
                "--config",
                PolicyFiles.root().resolve("config").toString(),
                "--out",
                worlds.toString());
    }

    /** Another JVM that works and then waits; returns when it does. */
    private Process stuck(List<String> options) throws IOException {
        Files.createDirectories(worlds());
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .forEach(words::add);
        words.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), StuckCommand.class.getName()));
        words.addAll(world(worlds()));
        words.addAll(List.of("--parallelism", "1"));
        words.addAll(options);
        Process process =
                new ProcessBuilder(words).redirectError(errors().toFile()).start();
        String line = process.inputReader().readLine();
        while (line != null && !line.equals("stuck")) {
            line = process.inputReader().readLine();
        }
        if (line == null) {
            throw new IllegalStateException(Files.readString(errors()));
        }
        return process;
    }
}
