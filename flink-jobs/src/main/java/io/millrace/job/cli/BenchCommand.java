package io.millrace.job.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stands in the list of commands; the launcher itself runs the benchmarks, which are no part of the product's jar. */
@Command(
        name = "bench",
        header = "Measures what the product costs, and what others cost for the same (by the launcher).",
        description = {
            "Whole processes by their CPU seconds, wall time and peak memory: the main job at several sizes, "
                    + "a stock Flink job on the same arrivals, writers of Parquet on the same rows; then the inner loops. Figures are medians, no verdict; everything "
                    + "runs one after the other, in turns, so that ratios hold on a busy machine.",
            "Example: ./millrace bench --quick",
            "Example: ./millrace bench --only job --quick",
            "Example: ./millrace bench --only job --against /tmp/before.jar"
        })
final class BenchCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private BenchOptions options;

    BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.line("run it by the launcher: ./millrace bench" + (options.quick() ? " --quick" : ""));
        return 0;
    }
}
