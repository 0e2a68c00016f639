package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Worlds of the benchmark; their files are made once and kept. */
enum BenchWorld {
    TINY("tiny", "config/world/tiny.yaml"),
    PARTIES_200K("200 k parties", "benchmarks/worlds/parties_200k.yaml"),
    PARTIES_3280K("3.28 M parties", "config/world/full.yaml");

    private static final String SEED = "42";

    private final String title;
    private final String spec;

    BenchWorld(String title, String spec) {
        this.title = title;
        this.spec = spec;
    }

    /** The one most parts work with. */
    static BenchWorld usual(Scale scale) {
        return scale == Scale.SMOKE ? TINY : PARTIES_200K;
    }

    /** All of them, so that the smallest run already shows that none is missing. */
    static void requireSpecs(Stage stage) {
        for (BenchWorld world : values()) {
            if (!Files.isRegularFile(Path.of(world.spec(stage)))) {
                throw new IllegalStateException("no such world spec: " + world.spec(stage));
            }
        }
    }

    String title() {
        return title;
    }

    /** Name of this world in the work folder: what one world has left is not another's. */
    String folder() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** A scenario that begins with 2026 and lasts so many days. */
    static String scenario(int days) {
        return "baseline_20260101_" + days + "d";
    }

    /** Entities and arrivals as files, made by the product unless they are there. */
    Path files(Stage stage, int days) throws IOException, InterruptedException {
        Path folder = stage.work().resolve("worlds").resolve(folder());
        Files.createDirectories(folder);
        if (!Files.exists(folder.resolve("entities.done"))) {
            make(stage, "entities", folder, List.of());
            Files.createFile(folder.resolve("entities.done"));
        }
        Path done = folder.resolve(scenario(days) + ".done");
        if (!Files.exists(done)) {
            make(stage, "arrivals", folder, List.of("--scenario", scenario(days)));
            Files.createFile(done);
        }
        return folder;
    }

    /** Options of generate that name this world by its law, without files. */
    List<String> byLaw(Stage stage, int days) {
        return List.of("--procedural", "--world-spec", spec(stage), "--seed", SEED, "--scenario", scenario(days));
    }

    private void make(Stage stage, String command, Path folder, List<String> more)
            throws IOException, InterruptedException {
        stage.say("  making " + command + " of " + title + " " + String.join(" ", more));
        List<String> arguments = new java.util.ArrayList<>(
                List.of(command, "--world-spec", spec(stage), "--seed", SEED, "--out", folder.toString()));
        arguments.addAll(more);
        Forked.run(stage.launch().product(arguments), stage.log(command));
    }

    String spec(Stage stage) {
        return stage.home().resolve(spec).toString();
    }
}
