package io.millrace.job.cli;

import io.millrace.job.arrivals.ArrivalWindow;
import io.millrace.job.world.SegmentSummary;
import io.millrace.job.world.WorldSource;
import io.millrace.run.ScenarioId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What arrives when in a world of our own. */
@Command(
        name = "arrivals",
        header = "Makes the arrivals of a world of our own (5B) for a scenario, with its merchants, zones and sites.",
        description = {
            "Makes the arrivals of a scenario, sorted by hour, with dimensions, checks, bundle. The scenario spells "
                    + "model and horizon. Doing it again for the same world and scenario changes nothing.",
            "Example: ./millrace arrivals --world-spec tiny --seed 42 --scenario baseline_20260101_3d --out worlds"
        })
final class ArrivalsCommand implements Callable<Integer> {
    @Mixin
    private WorldOptions options;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--scenario",
            required = true,
            description =
                    "Model and horizon, <model>_<yyyymmdd>_<n>d, such as baseline_20260101_14d; days are UTC, 2020 to "
                            + "November 2049. Models are those of config/layer2/5B/calendar_5B.yaml: baseline, stress, ….")
    private String scenario;

    private final Console console;

    ArrivalsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        long startedNanos = System.nanoTime();
        ScenarioId id = ScenarioId.of(scenario);
        if (id.days().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--scenario must have an end to be written to files, was " + scenario);
        }
        WorldSource source = options.source();
        SegmentSummary summary = options.make(spec, console, source, new ArrivalWindow(source, id));
        WorldOptions.print(console, "Arrivals", summary, (System.nanoTime() - startedNanos) / 1e9);
        return 0;
    }
}
