package io.millrace.job.cli;

import io.millrace.job.entities.EntityPlan;
import io.millrace.job.world.SegmentSummary;
import io.millrace.job.world.WorldSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Who exists in a world of our own. */
@Command(
        name = "entities",
        header = "Makes the entities of a world of our own (6A): parties, accounts, devices, addresses, roles.",
        description = {
            "Makes the entities of a world from a world spec and a seed: tables, index, checks, bundle. Doing it "
                    + "again for the same world changes nothing.",
            "Example: ./millrace entities --world-spec tiny --seed 42 --out worlds"
        })
final class EntitiesCommand implements Callable<Integer> {
    @Mixin
    private WorldOptions options;

    @Spec
    private CommandSpec spec;

    private final Console console;

    EntitiesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        long startedNanos = System.nanoTime();
        WorldSource source = options.source();
        SegmentSummary summary = options.make(spec, console, source, new EntityPlan(source));
        WorldOptions.print(console, "Entities", summary, (System.nanoTime() - startedNanos) / 1e9);
        return 0;
    }
}
