package io.millrace.job.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stands in the list of commands; the launcher itself runs the benchmarks, which are no part of the product's jar. */
@Command(
        name = "bench",
        header = "Measures the inner loops of an own world on one thread (by the launcher).",
        description = {
            "Costs by the CPU clock of the thread: arrivals, portfolios by law, both with attach. Figures, no verdict.",
            "Example: ./millrace bench --world medium",
            "Example: ./millrace bench --world demo --quick"
        })
final class BenchCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--world", description = "World spec to measure with (default: medium).")
    private String world = "medium";

    @Option(names = "--quick", description = "Three rounds of each loop in place of fifteen.")
    private boolean quick;

    BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.line("run it by the launcher: ./millrace bench --world " + world + (quick ? " --quick" : ""));
        return 0;
    }
}
