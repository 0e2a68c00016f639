package io.millrace.bench;

import java.io.IOException;
import java.util.List;

/** {@link WorldBench} in a process of its own: arrivals, portfolios and attach by the clock of their thread. */
final class WorldPart implements Part {
    private static final double NANOS_PER_SECOND = 1e9;

    @Override
    public String name() {
        return "world";
    }

    @Override
    public String what() {
        return "arrivals, portfolios and attach on one thread";
    }

    @Override
    public int seconds(Scale scale) {
        return scale == Scale.QUICK ? 30 : 90;
    }

    @Override
    public List<Series> run(Stage stage) throws IOException, InterruptedException {
        Readings readings = new Readings();
        double load = Machine.currentLoad();
        List<String> arguments = List.of(
                stage.config().toString(),
                BenchWorld.usual(stage.scale()).spec(stage),
                scaleRounds(stage.scale()),
                BenchWorld.usual(stage.scale()).files(stage, 12).toString());
        Cost cost = Forked.run(stage.launch().tool(WorldBench.class, arguments), stage.log("world"));
        for (String line : cost.output()) {
            String[] words = line.split("\t");
            if (words.length == Pace.WORDS) {
                double seconds = Double.parseDouble(words[2]) * LoopsPart.REPETITIONS / NANOS_PER_SECOND;
                readings.add(
                        words[0] + ", per " + words[1],
                        0,
                        LoopsPart.REPETITIONS,
                        0,
                        new Sample(seconds, seconds, 0, load));
            }
            stage.say("  " + line.replace('\t', ' '));
        }
        return readings.all();
    }

    private static String scaleRounds(Scale scale) {
        return scale == Scale.FULL || scale == Scale.LONG ? "15" : "3";
    }
}
