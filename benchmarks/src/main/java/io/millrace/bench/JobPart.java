package io.millrace.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The main job, arrivals to published Parquet, at two sizes of each world: what a run costs and what an arrival does. */
final class JobPart implements Part {
    static final String BEFORE = "before: ";

    /** Where arrivals and entities come from. */
    enum Origin {
        FILES("files"),
        LAW("by law");

        private final String text;

        Origin(String text) {
            this.text = text;
        }
    }

    /** Two runs of different length tell the cost of a start from the cost of an arrival. */
    record Case(BenchWorld world, Origin origin, int shortDays, int longDays) {
        String title() {
            return world.title() + ", " + origin.text;
        }

        String name(int days) {
            return title() + ", " + days + " days";
        }
    }

    static List<Case> cases(Scale scale) {
        return switch (scale) {
            case SMOKE -> List.of(new Case(BenchWorld.TINY, Origin.FILES, 1, 3));
            case QUICK -> List.of(new Case(BenchWorld.PARTIES_200K, Origin.FILES, 12, 60));
            case FULL, LONG ->
                List.of(
                        new Case(BenchWorld.PARTIES_200K, Origin.FILES, 12, 118),
                        new Case(BenchWorld.PARTIES_200K, Origin.LAW, 12, 60),
                        new Case(BenchWorld.PARTIES_3280K, Origin.FILES, 1, 8));
        };
    }

    @Override
    public String name() {
        return "job";
    }

    @Override
    public String what() {
        return "main job at two sizes of each world";
    }

    @Override
    public int seconds(Scale scale) {
        return scale == Scale.QUICK ? 100 : 700;
    }

    @Override
    public List<Series> run(Stage stage) throws IOException, InterruptedException {
        Readings readings = new Readings();
        for (Case one : cases(stage.scale())) {
            for (int days : List.of(one.shortDays(), one.longDays())) {
                if (one.origin() == Origin.FILES) {
                    one.world().files(stage, days);
                }
            }
        }
        for (int round = 0; round < stage.rounds(); round++) {
            for (Case one : cases(stage.scale())) {
                for (int days : List.of(one.shortDays(), one.longDays())) {
                    if (stage.against().isPresent()) {
                        measure(stage, stage.against().get(), one, days, BEFORE, readings);
                    }
                    measure(stage, stage.launch(), one, days, "", readings);
                }
            }
        }
        return readings.all();
    }

    private static void measure(Stage stage, Launch launch, Case one, int days, String prefix, Readings readings)
            throws IOException, InterruptedException {
        String name = prefix + one.name(days);
        JobRun run = JobRun.of(stage, launch.product(generate(stage, one, days)), stage.fresh("runs"));
        stage.delete(stage.work().resolve("runs"));
        readings.add(name, run.arrivals(), run.rows(), run.bytes(), run.sample());
        stage.say(String.format(
                Locale.ROOT,
                "  %-44s %,12d arrivals %7.1f CPU-s %7.1f s %6.2f GB",
                name,
                run.arrivals(),
                run.sample().cpuSeconds(),
                run.sample().wallSeconds(),
                run.sample().peakBytes() / 1e9));
    }

    static List<String> generate(Stage stage, Case one, int days) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("generate"));
        if (one.origin() == Origin.FILES) {
            arguments.addAll(List.of(
                    "--world", one.world().files(stage, days).toString(), "--scenario", BenchWorld.scenario(days)));
        } else {
            arguments.addAll(one.world().byLaw(stage, days));
        }
        return arguments;
    }
}
