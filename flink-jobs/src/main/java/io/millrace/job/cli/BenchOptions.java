package io.millrace.job.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Options of {@code millrace bench}: shown by the product, obeyed by the benchmarks module. */
public final class BenchOptions {
    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Only these parts: job, stock, writers, scaling, checkpoints, memory, loops, world, trend. Others keep "
                            + "the figures they have.")
    private List<String> only = List.of();

    @Option(names = "--quick", description = "Smaller runs and two rounds: a first look in minutes.")
    private boolean quick;

    @Option(names = "--smoke", description = "The smallest world, once: shows that everything runs, and no more.")
    private boolean smoke;

    @Option(names = "--long", description = "Also runs of up to 50 million arrivals: about an hour more.")
    private boolean longRuns;

    @Option(
            names = "--docs",
            description =
                    "Writes docs/performance.md, its picture and its figures from all results there are, as a whole "
                            + "run does by itself.")
    private boolean docs;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each measurement (default: 3, quick 2).")
    private Integer rounds;

    @Option(
            names = "--against",
            paramLabel = "JAR",
            description = "Another build of the product, a copy of its millrace.jar: the job part runs both in turn.")
    private Path against;

    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            description =
                    "Where worlds, runs and results.json lie (default: .millrace/bench of the product). Worlds are "
                            + "kept, runs are not.")
    private Path work;

    /** Names of the parts asked for; empty for all. */
    public List<String> only() {
        return only;
    }

    public boolean quick() {
        return quick;
    }

    public boolean smoke() {
        return smoke;
    }

    public boolean longRuns() {
        return longRuns;
    }

    public boolean docs() {
        return docs;
    }

    public OptionalInt rounds() {
        return rounds == null ? OptionalInt.empty() : OptionalInt.of(rounds);
    }

    public Optional<Path> against() {
        return Optional.ofNullable(against);
    }

    public Path work() {
        return work == null ? Home.folder().resolve(".millrace/bench") : work.toAbsolutePath();
    }

    /** Folder of the product. */
    public static Path home() {
        return Home.folder();
    }
}
