package io.millrace.job.cli;

import io.millrace.job.arrivals.ArrivalWindow;
import io.millrace.job.entities.EntityPlan;
import io.millrace.job.testing.BreakingPlan;
import io.millrace.job.world.SegmentPlan;
import io.millrace.job.world.WorldSource;
import io.millrace.run.ScenarioId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The commands {@code entities} and {@code arrivals} in a process of their own, stuck in the middle of one piece. */
@Command(name = "stuck")
final class StuckCommand implements Callable<Integer> {
    @Mixin
    private WorldOptions options;

    @Spec
    private CommandSpec spec;

    @Option(names = "--scenario")
    private String scenario;

    @Option(names = "--piece", required = true)
    private int piece;

    private final Console console;

    private StuckCommand(Console console) {
        this.console = console;
    }

    public static void main(String[] arguments) {
        Console console = Console.ofProcess();
        System.exit(Millrace.commandLine(new StuckCommand(console), console).execute(arguments));
    }

    @Override
    public Integer call() {
        WorldSource source = options.source();
        SegmentPlan plan =
                scenario == null ? new EntityPlan(source) : new ArrivalWindow(source, ScenarioId.of(scenario));
        options.make(spec, console, source, new BreakingPlan(plan, BreakingPlan.Fault.STUCK, piece));
        return 0;
    }
}
