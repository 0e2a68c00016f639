package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.world.WorldSource;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The world tiny with three days of arrivals, made once per JVM by the real commands; copied for each case. */
final class OwnWorld {
    static final String SCENARIO = "baseline_20260101_3d";
    private static final Path CONFIG = PolicyFiles.root().resolve("config");

    private final Path root;

    private OwnWorld(Path root) {
        this.root = root;
    }

    /** The one that all copies are made of. */
    private static final class Template {
        static final OwnWorld MADE = made();

        private static OwnWorld made() {
            try {
                Path folder = Files.createTempDirectory("own-world");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> SmallWorld.remove(folder)));
                OwnWorld world = new OwnWorld(folder);
                assertThat(world.entities()).returns(0, Said::exit);
                assertThat(world.arrivals()).returns(0, Said::exit);
                return world;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** An empty folder, for the commands. */
    static OwnWorld emptyIn(Path folder) {
        return new OwnWorld(folder);
    }

    static OwnWorld madeIn(Path folder) {
        OwnWorld world = new OwnWorld(folder);
        SmallWorld.copy(Template.MADE.worlds(), world.worlds());
        return world;
    }

    static String fingerprint() {
        return WorldSource.of(CONFIG, "tiny", 42).manifestFingerprint();
    }

    Path worlds() {
        return root.resolve("worlds");
    }

    Path world() {
        return worlds().resolve(fingerprint());
    }

    Path runs() {
        return root.resolve("runs");
    }

    /** The run folder; there is exactly one. */
    Path run() throws IOException {
        try (Stream<Path> list = Files.list(runs())) {
            List<Path> found = list.filter(Files::isDirectory).toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    Said entities() {
        return command("entities", "--world-spec", "tiny", "--seed", "42", "--out", worlds().toString());
    }

    Said arrivals() {
        return command(
                "arrivals",
                "--world-spec",
                "tiny",
                "--seed",
                "42",
                "--out",
                worlds().toString(),
                "--scenario",
                SCENARIO);
    }

    Said seal() {
        return command("seal", "--world", world().toString(), "--runs", runs().toString());
    }

    Said generate() {
        return command(
                "generate", "--world", world().toString(), "--runs", runs().toString(), "--checkpoint-seconds", "1");
    }

    /** The same run without files, into the same folder of runs. */
    Said generateOnTheFly() {
        return command("generate", "--world-spec", "tiny", "--procedural", "--runs", runs().toString());
    }

    Said verify(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("verify", run().toString(), "--world", world().toString()));
        arguments.addAll(List.of(more));
        return Said.millrace(arguments.toArray(String[]::new));
    }

    private static Said command(String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of(name));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--config", CONFIG.toString()));
        return Said.millrace(arguments.toArray(String[]::new));
    }
}
