package io.millrace.bench;

import io.millrace.bench.stock.StockMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The main job against a Flink job written in the usual way ({@link StockMain}), on the same arrivals. */
final class StockPart implements Part {
    static final String OURS = "Millrace";
    static final String STOCK = "stock Flink job";

    private static final String SLOTS = "2";
    private static final String CHECKPOINT_SECONDS = "10";
    /** Two sizes, which tell the start from the arrivals. */
    static List<Integer> days(Scale scale) {
        return switch (scale) {
            case SMOKE -> List.of(1, 3);
            case QUICK -> List.of(3, 12);
            case FULL, LONG -> List.of(12, 60);
        };
    }

    static String name(String who, int days) {
        return who + ", " + days + " days";
    }

    @Override
    public String name() {
        return "stock";
    }

    @Override
    public String what() {
        return "main job against a stock Flink job on the same arrivals";
    }

    @Override
    public int seconds(Scale scale) {
        return scale == Scale.QUICK ? 130 : 800;
    }

    @Override
    public List<Series> run(Stage stage) throws IOException, InterruptedException {
        Readings readings = new Readings();
        for (int days : days(stage.scale())) {
            attached(stage, days);
        }
        for (int round = 0; round < stage.rounds(); round++) {
            for (int days : days(stage.scale())) {
                ours(stage, days, readings);
                stock(stage, days, readings);
            }
        }
        return readings.all();
    }

    private static void ours(Stage stage, int days, Readings readings) throws IOException, InterruptedException {
        JobPart.Case one = new JobPart.Case(BenchWorld.usual(stage.scale()), JobPart.Origin.FILES, days, days);
        List<String> arguments = new ArrayList<>(JobPart.generate(stage, one, days));
        arguments.addAll(List.of("--parallelism", SLOTS, "--checkpoint-seconds", CHECKPOINT_SECONDS));
        JobRun run = JobRun.of(stage, stage.launch().product(arguments), stage.fresh("runs"));
        stage.delete(stage.work().resolve("runs"));
        add(stage, name(OURS, days), run, readings);
    }

    private static void stock(Stage stage, int days, Readings readings) throws IOException, InterruptedException {
        Path out = stage.fresh("stock");
        double load = Machine.currentLoad();
        List<String> arguments = List.of(attached(stage, days).toString(), out.toString(), SLOTS, CHECKPOINT_SECONDS);
        Cost cost = Forked.run(stage.launch().tool(StockMain.class, arguments), stage.log("stock"));
        FileCount arrivals = FileCount.of(out.resolve("arrivals"));
        FileCount all = FileCount.of(out);
        long due = FileCount.of(attached(stage, days)).rows();
        if (arrivals.rows() != due) {
            throw new IllegalStateException("the stock job was given " + due + " arrivals and wrote " + arrivals.rows());
        }
        stage.delete(out);
        Sample sample = new Sample(cost.cpuSeconds(), cost.wallSeconds(), cost.peakBytes(), load);
        add(stage, name(STOCK, days), new JobRun(arrivals.rows(), all.rows(), all.bytes(), sample), readings);
    }

    private static void add(Stage stage, String name, JobRun run, Readings readings) {
        readings.add(name, run.arrivals(), run.rows(), run.bytes(), run.sample());
        stage.say(String.format(
                Locale.ROOT,
                "  %-30s %,12d arrivals %,12d rows %7.1f CPU-s %7.1f s %6.2f GB",
                name,
                run.arrivals(),
                run.rows(),
                run.sample().cpuSeconds(),
                run.sample().wallSeconds(),
                run.sample().peakBytes() / 1e9));
    }

    /** Arrivals with their entities, which the stock job reads and does not choose; made once and kept. */
    private static Path attached(Stage stage, int days) throws IOException, InterruptedException {
        Path kept = stage.work().resolve(BenchWorld.usual(stage.scale()).folder() + "_in_order_" + days + "d");
        Path done = kept.resolveSibling(kept.getFileName() + ".done");
        if (!Files.exists(done)) {
            stage.say("  making the arrivals of " + days + " days that the stock job reads");
            JobPart.Case one = new JobPart.Case(BenchWorld.usual(stage.scale()), JobPart.Origin.FILES, days, days);
            Path run = stage.fresh("runs");
            JobRun.of(stage, stage.launch().product(JobPart.generate(stage, one, days)), run);
            try {
                DaysInOrder.copy(arrivals(run), stage.fresh(kept.getFileName().toString()));
            } catch (SQLException e) {
                throw new IOException("rows of " + run + " could not be put in order", e);
            }
            stage.delete(run);
            Files.createFile(done);
        }
        return kept;
    }

    private static Path arrivals(Path run) throws IOException {
        try (Stream<Path> walk = Files.walk(run)) {
            return walk.filter(path -> path.endsWith("s1_arrival_entities_6B"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
