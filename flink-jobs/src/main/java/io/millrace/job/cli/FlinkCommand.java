package io.millrace.job.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Flink's own client against the local session cluster. */
@Command(
        name = "flink",
        header = "Runs Flink's own command line against that cluster.",
        description = {
            "Runs Flink's own command line (run, list, stop, cancel, savepoint) against the cluster of "
                    + "'millrace cluster start'.",
            "Example: ./millrace flink list"
        })
final class FlinkCommand implements Callable<Integer> {
    @Unmatched
    private final List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        return LocalCluster.client(arguments).inheritIO().start().waitFor();
    }
}
