package io.millrace.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The main job under conditions that differ in one thing, in turns. */
final class VariantsPart implements Part {
    private final String name;
    private final String what;
    private final int quickSeconds;
    private final int fullSeconds;
    private final List<Variant> quick;
    private final List<Variant> full;

    /**
     * @param before words in front of the command line
     * @param heap of the process, unless it is the product's own
     * @param options of generate
     */
    record Variant(String name, int days, List<String> before, Optional<String> heap, List<String> options) {
        Variant(String name, int days, Optional<String> heap, List<String> options) {
            this(name, days, List.of(), heap, options);
        }
    }

    private VariantsPart(
            String name, String what, int quickSeconds, int fullSeconds, List<Variant> quick, List<Variant> full) {
        this.name = name;
        this.what = what;
        this.quickSeconds = quickSeconds;
        this.fullSeconds = fullSeconds;
        this.quick = quick;
        this.full = full;
    }

    static final String ONE_CORE = "1 slot on one core";
    static final String TWO_CORES = "2 slots on two cores";

    static String name(String cores, int days) {
        return cores + ", " + days + " days";
    }

    /**
     * Wall time of one slot that has one core, and of two with two. A slot that has both cores uses them, since its source,
     * its readers and the compilers are threads of their own. Two lengths tell the start, which no slot shares.
     */
    static VariantsPart scaling() {
        return new VariantsPart(
                "scaling", "main job with 1 and 2 slots, a core for each", 200, 600, slots(12, 60), slots(12, 118));
    }

    private static List<Variant> slots(int few, int many) {
        List<Variant> variants = new ArrayList<>();
        for (int days : List.of(few, many)) {
            variants.add(new Variant(
                    name(ONE_CORE, days),
                    days,
                    List.of("taskset", "--cpu-list", "0"),
                    Optional.empty(),
                    List.of("--parallelism", "1")));
            variants.add(new Variant(
                    name(TWO_CORES, days),
                    days,
                    List.of("taskset", "--cpu-list", "0,1"),
                    Optional.empty(),
                    List.of("--parallelism", "2")));
        }
        return variants;
    }

    static final String CHECKPOINTS = "checkpoint every 10 s";
    static final String NO_CHECKPOINTS = "no checkpoint before the end";

    /** What checkpoints cost. */
    static VariantsPart checkpoints() {
        return new VariantsPart(
                "checkpoints",
                "main job with a checkpoint every 10 s and with none",
                160,
                350,
                intervals(12),
                intervals(60));
    }

    private static List<Variant> intervals(int days) {
        return List.of(
                new Variant(CHECKPOINTS, days, Optional.empty(), List.of("--checkpoint-seconds", "10")),
                new Variant(NO_CHECKPOINTS, days, Optional.empty(), List.of("--checkpoint-seconds", "86400")));
    }

    /**
     * Peak memory at ten times the arrivals; with little heap, since a collector with much is in no hurry. The shorter one
     * is long enough to have been collected.
     */
    static VariantsPart memory() {
        return new VariantsPart("memory", "peak memory with a heap of 1 GiB", 120, 650, heaps(12, 60), heaps(30, 295));
    }

    private static List<Variant> heaps(int few, int many) {
        return List.of(
                new Variant(few + " days", few, Optional.of("1g"), List.of()),
                new Variant(many + " days", many, Optional.of("1g"), List.of()));
    }

    /** Whether an arrival costs the same in long runs. */
    static VariantsPart trend() {
        List<Variant> lengths = new ArrayList<>();
        for (int days : List.of(12, 118, 295, 590)) {
            lengths.add(new Variant(days + " days", days, Optional.empty(), List.of()));
        }
        return new VariantsPart(
                "trend", "main job from 1 to 50 million arrivals", 400, 2400, lengths.subList(0, 2), lengths);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String what() {
        return what;
    }

    @Override
    public int seconds(Scale scale) {
        return scale == Scale.QUICK ? quickSeconds : fullSeconds;
    }

    @Override
    public List<Series> run(Stage stage) throws IOException, InterruptedException {
        List<Variant> variants =
                switch (stage.scale()) {
                    case SMOKE, QUICK -> quick;
                    case FULL, LONG -> full;
                };
        Readings readings = new Readings();
        for (Variant variant : variants) {
            BenchWorld.usual(stage.scale()).files(stage, variant.days());
        }
        for (int round = 0; round < stage.rounds(); round++) {
            for (Variant variant : variants) {
                measure(stage, variant, readings);
            }
        }
        return readings.all();
    }

    private static void measure(Stage stage, Variant variant, Readings readings)
            throws IOException, InterruptedException {
        JobPart.Case one =
                new JobPart.Case(BenchWorld.usual(stage.scale()), JobPart.Origin.FILES, variant.days(), variant.days());
        List<String> arguments = new ArrayList<>(JobPart.generate(stage, one, variant.days()));
        arguments.addAll(variant.options());
        List<String> command = new ArrayList<>(variant.before());
        command.addAll(
                variant.heap().isPresent()
                        ? stage.launch().product(variant.heap().get(), arguments)
                        : stage.launch().product(arguments));
        JobRun run = JobRun.of(stage, command, stage.fresh("runs"));
        stage.delete(stage.work().resolve("runs"));
        readings.add(variant.name(), run.arrivals(), run.rows(), run.bytes(), run.sample());
        stage.say(String.format(
                Locale.ROOT,
                "  %-30s %,12d arrivals %7.1f CPU-s %7.1f s %6.2f GB",
                variant.name(),
                run.arrivals(),
                run.sample().cpuSeconds(),
                run.sample().wallSeconds(),
                run.sample().peakBytes() / 1e9));
    }
}
