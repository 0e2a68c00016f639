package io.millrace.bench;

import io.millrace.bench.loops.Loops;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link Loops} by JMH, which forks a process for each. A sample is an iteration, for a million repetitions. */
final class LoopsPart implements Part {
    static final long REPETITIONS = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    @Override
    public String name() {
        return "loops";
    }

    @Override
    public String what() {
        return "inner loops by JMH";
    }

    @Override
    public int seconds(Scale scale) {
        return scale == Scale.QUICK ? 40 : 80;
    }

    @Override
    public List<Series> run(Stage stage) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(Loops.class.getName() + ".*")
                .addProfiler(CpuProfiler.class)
                .verbosity(VerboseMode.SILENT);
        if (stage.scale() == Scale.SMOKE || stage.scale() == Scale.QUICK) {
            options = options.warmupIterations(2)
                    .measurementIterations(3)
                    .warmupTime(TimeValue.milliseconds(500))
                    .measurementTime(TimeValue.milliseconds(500));
        }
        Readings readings = new Readings();
        double load = Machine.currentLoad();
        try {
            for (RunResult loop : new Runner(options.build()).run()) {
                String name = loop.getPrimaryResult().getLabel();
                for (IterationResult iteration : loop.getBenchmarkResults().stream()
                        .flatMap(fork -> fork.getIterationResults().stream())
                        .toList()) {
                    double wall = iteration.getPrimaryResult().getScore() * REPETITIONS / NANOS_PER_SECOND;
                    double cpu =
                            iteration.getSecondaryResults().get(CpuProfiler.CPU).getScore()
                                    * REPETITIONS
                                    / NANOS_PER_SECOND;
                    readings.add(name, 0, REPETITIONS, 0, new Sample(cpu, wall, 0, load));
                }
            }
        } catch (RunnerException failure) {
            throw new IllegalStateException(failure);
        }
        for (Series series : readings.all()) {
            stage.say(String.format(
                    Locale.ROOT,
                    "  %-30s %8.1f ns of CPU",
                    series.name(),
                    series.cpuSeconds() * NANOS_PER_SECOND / REPETITIONS));
        }
        return readings.all();
    }
}
