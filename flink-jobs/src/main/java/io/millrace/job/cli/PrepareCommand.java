package io.millrace.job.cli;

import io.millrace.digest.CanonicalJson;
import io.millrace.job.prepare.PrepareJob;
import io.millrace.job.prepare.PrepareSettings;
import io.millrace.job.prepare.PrepareSummary;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** From another engine's tree to a world that runs can be made on. */
@Command(
        name = "prepare",
        header = "Turns another engine's tree (5B arrivals, 6A entities) into a prepared world.",
        description = {
            "Turns another engine's tree (5B arrivals, 6A entities) into a prepared world: arrivals sorted "
                    + "by hour, dimensions, entity index, receipt. Doing it again for the same tree changes nothing.",
            "Example: ./millrace prepare --upstream samples/upstream --out worlds"
        })
final class PrepareCommand implements Callable<Integer> {
    /** Sort and shuffle buffers of the embedded cluster; a session cluster has its own. */
    private static final MemorySize NETWORK = MemorySize.ofMebiBytes(256);

    private static final MemorySize SORT = MemorySize.ofMebiBytes(256);

    @Spec
    private CommandSpec spec;

    @Option(names = "--upstream", required = true, description = "Root of the tree, with its run_receipt.json.")
    private Path upstream;

    @Option(
            names = "--out",
            required = true,
            description = "Folder of worlds; the world gets a folder of its own in it.")
    private Path out;

    @Option(
            names = "--max-rejects",
            defaultValue = "0",
            description = "Rows that may be kept back; more refuse the tree (default: ${DEFAULT-VALUE}).")
    private long rejectsMax;

    @Option(
            names = "--parallelism",
            defaultValue = "2",
            description = "Tasks at a time; changes no byte (default: ${DEFAULT-VALUE}).")
    private int parallelism;

    @Option(names = "--config", description = "Config folder (default: that of the product).")
    private Path config;

    @Option(names = "--scenario", description = "Scenario of the arrivals (default: the one of the run receipt).")
    private String scenario;

    @Option(names = "--json", description = "Prints the summary as one line of JSON.")
    private boolean json;

    private final Console console;

    PrepareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        require(parallelism >= 1, "--parallelism must be at least 1, was " + parallelism);
        require(rejectsMax >= 0, "--max-rejects must be at least 0, was " + rejectsMax);
        long startedNanos = System.nanoTime();
        PrepareSummary summary = PrepareJob.run(
                new PrepareSettings(
                        upstream,
                        out,
                        config == null ? Home.config() : config,
                        Optional.ofNullable(scenario),
                        rejectsMax,
                        parallelism),
                () -> StreamExecutionEnvironment.getExecutionEnvironment(embedded()),
                console::progress);
        UpstreamNote.write(summary.world(), upstream);
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        if (json) {
            console.line(CanonicalJson.of(document(summary, seconds)));
        } else {
            print(summary, seconds);
        }
        return 0;
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private static Configuration embedded() {
        Configuration configuration = new Configuration();
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK);
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, SORT);
        return configuration;
    }

    private void print(PrepareSummary summary, double seconds) {
        Map<String, Long> counts = summary.counts();
        switch (summary.outcome()) {
            case UNCHANGED ->
                console.good("The world is there already, made from this very tree; nothing was changed.");
            case CREATED -> console.good(String.format(Locale.ROOT, "World prepared in %.1f s.", seconds));
        }
        line("arrivals", counts, "arrivals");
        line("rejected", counts, "rejects");
        summary.rejectsByReason().forEach((reason, rows) -> console.line("    " + reason + " " + Console.count(rows)));
        line("merchants", counts, "merchants");
        line("zones", counts, "zones");
        line("sites", counts, "sites");
        line("parties", counts, "parties");
        line("parties without account", counts, "parties_without_account");
        line("parties that can be picked", counts, "parties_pickable");
        line("parties with card, device and address", counts, "parties_eligible");
        line("files", counts, "files");
        line("bytes", counts, "bytes");
        if (!summary.unknownColumns().isEmpty()) {
            console.line("  columns not read: " + String.join(", ", summary.unknownColumns()));
        }
        console.line("  scenario " + summary.scenarioId());
        console.line("  " + summary.world());
    }

    private void line(String title, Map<String, Long> counts, String name) {
        if (counts.containsKey(name)) {
            console.line("  " + title + " " + Console.count(counts.get(name)));
        }
    }

    private static Map<String, Object> document(PrepareSummary summary, double seconds) {
        TreeMap<String, Object> document = new TreeMap<>(summary.counts());
        document.put("outcome", summary.outcome().name());
        document.put("rejects_by_reason", summary.rejectsByReason());
        document.put("scenario_id", summary.scenarioId());
        document.put("seconds", seconds);
        document.put("unknown_columns", summary.unknownColumns().stream().toList());
        document.put("world", summary.world().toString());
        return document;
    }
}
