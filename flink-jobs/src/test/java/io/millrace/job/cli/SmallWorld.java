package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.run.SampleUpstream;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Four days of the sample, upstream tree and prepared world: small enough to be copied for each case that damages it.
 * Prepared once per JVM by the real command.
 */
final class SmallWorld {
    static final int DAYS = 4;
    static final String ARRIVALS = "data/layer2/5B/arrival_events_5B/seed=42/parameter_hash="
            + SampleUpstream.WORLD_PARAMETER_HASH + "/manifest_fingerprint=" + SampleUpstream.FINGERPRINT
            + "/scenario_id=" + SampleUpstream.SCENARIO;
    static final String INDEX = "data/layer3/6A/entity_index_6A/seed=42/parameter_hash="
            + SampleUpstream.WORLD_PARAMETER_HASH + "/manifest_fingerprint=" + SampleUpstream.FINGERPRINT
            + "/entity_index.bin";
    private static final String SOURCE_ARRIVALS = "data/layer2/5B/arrival_events/seed=42/manifest_fingerprint="
            + SampleUpstream.FINGERPRINT + "/scenario_id=" + SampleUpstream.SCENARIO + "/part-000000.parquet";

    private final Path root;

    private SmallWorld(Path root) {
        this.root = root;
    }

    /** The one that all copies are made of. */
    private static final class Template {
        static final SmallWorld PREPARED = prepared();

        private static SmallWorld prepared() {
            try {
                Path folder = Files.createTempDirectory("small-world");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
                SmallWorld world = new SmallWorld(folder);
                copy(SampleUpstream.root(), world.upstream());
                Judge.copyTo(
                        world.sourceArrivals(),
                        "SELECT * FROM "
                                + Judge.table(SampleUpstream.root().resolve(SOURCE_ARRIVALS))
                                + " WHERE bucket_index < " + 24 * DAYS);
                assertThat(world.prepare()).returns(0, Said::exit);
                return world;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * A copy of the upstream tree and the prepared world.
     *
     * @param folder empty or absent
     */
    static SmallWorld preparedIn(Path folder) {
        SmallWorld world = upstreamIn(folder);
        copy(Template.PREPARED.worlds(), world.worlds());
        return world;
    }

    /** A copy of the upstream tree alone. */
    static SmallWorld upstreamIn(Path folder) {
        SmallWorld world = new SmallWorld(folder);
        copy(Template.PREPARED.upstream(), world.upstream());
        return world;
    }

    Path upstream() {
        return root.resolve("upstream");
    }

    Path worlds() {
        return root.resolve("worlds");
    }

    Path world() {
        return worlds().resolve(SampleUpstream.FINGERPRINT);
    }

    Path runs() {
        return root.resolve("runs");
    }

    Path sourceArrivals() {
        return upstream().resolve(SOURCE_ARRIVALS);
    }

    Path bundle(String segment) {
        return SampleUpstream.bundle(upstream(), segment);
    }

    /** A 6A table of the upstream tree. */
    Path table(String datasetId) {
        return upstream()
                .resolve("data/layer3/6A/" + datasetId + "/seed=42/parameter_hash="
                        + SampleUpstream.WORLD_PARAMETER_HASH + "/manifest_fingerprint=" + SampleUpstream.FINGERPRINT
                        + "/" + datasetId + ".parquet");
    }

    /** The prepared hour file of some hour in the middle. */
    Path hourFile() {
        return world().resolve(ARRIVALS + "/utc_date=2026-01-02/utc_hour=12/part-0.parquet");
    }

    /** The run folder; there is exactly one. */
    Path run() {
        List<Path> runs = children(runs()).stream().filter(Files::isDirectory).toList();
        assertThat(runs).hasSize(1);
        return runs.get(0);
    }

    Said prepare(String... more) {
        return command("prepare", List.of("--upstream", upstream().toString(), "--out", worlds().toString()), more);
    }

    Said generate(String... more) {
        // Rows become visible with a checkpoint, and the job ends with its last one: a long interval is a long wait.
        List<String> usual = new ArrayList<>(gateOptions());
        usual.addAll(List.of("--checkpoint-seconds", "1"));
        return command("generate", usual, more);
    }

    Said seal(String... more) {
        return command("seal", gateOptions(), more);
    }

    private List<String> gateOptions() {
        return List.of(
                "--world", worlds().toString(), "--upstream", upstream().toString(), "--runs", runs().toString());
    }

    /** What {@code more} names takes the place of what is usual. */
    private static Said command(String name, List<String> usual, String... more) {
        List<String> arguments = new ArrayList<>(List.of(name));
        List<String> given = List.of(more);
        List<String> options = new ArrayList<>(usual);
        options.addAll(List.of("--config", PolicyFiles.root().resolve("config").toString()));
        for (int i = 0; i < options.size(); i += 2) {
            if (!given.contains(options.get(i))) {
                arguments.addAll(options.subList(i, i + 2));
            }
        }
        arguments.addAll(given);
        return Said.millrace(arguments.toArray(String[]::new));
    }

    /** Fails unless no flag and no part file can be seen below the folder of runs. */
    void nothingIsPublished() {
        hasNoFlag();
        assertThat(below(runs()))
                .filteredOn(file -> file.matches(".*/[^.][^/]*[.]parquet"))
                .as("visible part files")
                .isEmpty();
    }

    /** A job that failed half-way may have committed files of earlier checkpoints; without a flag nobody reads them. */
    void hasNoFlag() {
        assertThat(below(runs())).noneMatch(file -> file.endsWith("_passed.flag"));
    }

    /** Fails unless the one run has its flag and rows in every published dataset. */
    void isPublished() {
        List<String> files = below(run());
        assertThat(files).filteredOn(file -> file.endsWith("/_passed.flag")).hasSize(1);
        for (String dataset : List.of(
                "s1_arrival_entities_6B",
                "s1_session_index_6B",
                "s2_flow_anchor_baseline_6B",
                "s2_flow_outcome_baseline_6B",
                "s2_event_stream_baseline_6B")) {
            assertThat(files)
                    .as(dataset)
                    .anyMatch(file -> file.contains("/" + dataset + "/") && file.endsWith(".parquet"));
        }
    }

    /** Relative paths of all files. */
    static List<String> below(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> list = Files.list(folder)) {
            return list.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void copy(Path from, Path to) {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path path : walk.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void remove(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
