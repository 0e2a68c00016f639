package io.millrace.bench;

import io.millrace.bench.WriterMain.Who;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The five tables of a run from memory to zstd Parquet, one thread: the product's encoder and others. */
final class WritersPart implements Part {
    static final String ALL_TABLES = "all tables";

    private static final int ROUNDS_IN_PROCESS = 3;
    private static final String WARM_UP_SECONDS = "2";

    @Override
    public String name() {
        return "writers";
    }

    @Override
    public String what() {
        return "Parquet from memory: page encoder, parquet-java, DuckDB";
    }

    @Override
    public int seconds(Scale scale) {
        return scale == Scale.QUICK ? 90 : 300;
    }

    @Override
    public List<Series> run(Stage stage) throws IOException, InterruptedException {
        Readings readings = new Readings();
        String rowsMax =
                switch (stage.scale()) {
                    case SMOKE, QUICK -> "250000";
                    case FULL, LONG -> "500000";
                };
        Path run = publishedRun(stage);
        for (int round = 0; round < stage.rounds(); round++) {
            for (Who who : Who.values()) {
                measure(stage, who, run, rowsMax, readings);
            }
        }
        stage.delete(stage.work().resolve("written"));
        return readings.all();
    }

    private static void measure(Stage stage, Who who, Path run, String rowsMax, Readings readings)
            throws IOException, InterruptedException {
        double load = Machine.currentLoad();
        List<String> arguments = List.of(
                who.name(),
                run.toString(),
                rowsMax,
                Integer.toString(ROUNDS_IN_PROCESS),
                stage.fresh("written").toString(),
                stage.scale() == Scale.SMOKE ? "0" : WARM_UP_SECONDS);
        Cost cost = Forked.run(stage.launch().tool(WriterMain.class, arguments), stage.log(who.name()));
        long allRows = 0;
        long allBytes = 0;
        double allCpu = 0;
        double allWall = 0;
        for (String line : cost.output()) {
            String[] words = line.split(" ");
            long rows = Long.parseLong(words[1]);
            long bytes = Long.parseLong(words[2]);
            double cpu = Double.parseDouble(words[3]);
            double wall = Double.parseDouble(words[4]);
            readings.add(name(who, words[0]), 0, rows, bytes, new Sample(cpu, wall, 0, load));
            allRows += rows;
            allBytes += bytes;
            allCpu += cpu;
            allWall += wall;
        }
        readings.add(name(who, ALL_TABLES), 0, allRows, allBytes, new Sample(allCpu, allWall, cost.peakBytes(), load));
        stage.say(String.format(
                Locale.ROOT,
                "  %-44s %,12d rows     %7.2f CPU-s %7.2f M rows/CPU-s %6.1f B/row",
                who.title(),
                allRows,
                allCpu,
                allRows / allCpu / 1e6,
                (double) allBytes / allRows));
    }

    static String name(Who who, String table) {
        return who.title() + ", " + table;
    }

    /** A run of the smaller world, made once and kept. */
    private static Path publishedRun(Stage stage) throws IOException, InterruptedException {
        Path kept = stage.work().resolve(BenchWorld.usual(stage.scale()).folder() + "_rows");
        Path done = kept.resolveSibling(kept.getFileName() + ".done");
        if (!Files.exists(done)) {
            stage.say("  making a run whose rows are written");
            JobPart.Case one = new JobPart.Case(BenchWorld.usual(stage.scale()), JobPart.Origin.FILES, 12, 12);
            JobRun.of(
                    stage,
                    stage.launch().product(JobPart.generate(stage, one, 12)),
                    stage.fresh(kept.getFileName().toString()));
            Files.createFile(done);
        }
        try (Stream<Path> runs = Files.list(kept)) {
            return runs.filter(run -> Files.exists(run.resolve("run_receipt.json")))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
