package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.digest.CanonicalJson;
import io.millrace.job.explain.Explained;
import io.millrace.job.explain.FlowExample;
import io.millrace.job.explain.RowExplainer;
import io.millrace.job.explain.StoryJson;
import io.millrace.job.explain.StoryText;
import io.millrace.run.RunIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The story of one row, made again from world, policies and draws. */
@Command(
        name = "explain",
        header = "Tells how a row of a run came about, and makes it again.",
        description = {
            "Makes a row of a run again, from its world, policies and draws alone, by the code that made it: the arrival, "
                    + "who and what was attached to it, its session, its flow with every event. Tells each decision with its "
                    + "draws and the place of the policy values, and holds all columns of all data sets beside the "
                    + "stored ones. Exit 9 when one differs. Changes nothing.",
            "Ids say where they come from, so any of them finds its arrival: that of the flow, or the one that opened the "
                    + "order or the session. Without one it lists a few flows that went differently.",
            "Example: ./millrace explain 6fcfef4deab0fe4837ae7234fe6333a3",
            "Example: ./millrace explain 6fcfef4deab0fe4837ae7234fe6333a3 --flow 4969477141850168157"
        })
final class ExplainCommand implements Callable<Integer> {
    private static final Pattern ARRIVAL = Pattern.compile("([0-9]{1,20}):([0-9]{1,13})");
    private static final int DIFFERENCES_SHOWN_MAX = 20;
    private static final int SAMPLE_MAX = 1_000_000;
    private static final long SAMPLE_SEED = 1;

    @Mixin
    private RunPlace place;

    @ArgGroup
    private Which which;

    @Option(
            names = "--world",
            description =
                    "World folder, or a folder of worlds (default: that the run was started with, or worlds). Not read"
                            + " for a run of a world that was made on the fly.")
    private Path world;

    @Option(names = "--json", description = "Prints the story as one line of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Console console;

    ExplainCommand(Console console) {
        this.console = console;
    }

    /** One of them. */
    static final class Which {
        @Option(names = "--flow", paramLabel = "ID", description = "By its flow_id.")
        private Long flow;

        @Option(
                names = "--arrival",
                paramLabel = "MERCHANT:SEQ",
                description = "By merchant_id and arrival_seq of the arrival.")
        private String arrival;

        @Option(names = "--order", paramLabel = "ID", description = "The first attempt of an order, by its order_id.")
        private Long order;

        @Option(
                names = "--session",
                paramLabel = "ID",
                description = "The arrival that opened a session, by its session_id.")
        private Long session;

        @Option(
                names = "--sample",
                paramLabel = "N",
                description =
                        "N arrivals spread over the run by a hash, always the same: no stories, and a line for each"
                                + " difference.")
        private Integer sample;
    }

    @Override
    public Integer call() {
        if (which == null) {
            return examples();
        }
        Matcher named = ARRIVAL.matcher(which.arrival == null ? "0:0" : which.arrival);
        if (!named.matches()) {
            throw misused("--arrival must be merchant_id:arrival_seq, was " + which.arrival);
        }
        if (which.sample != null && (which.sample < 1 || which.sample > SAMPLE_MAX)) {
            throw misused("--sample must be 1 to " + SAMPLE_MAX + ", was " + which.sample);
        }
        try (RowExplainer explainer = RowExplainer.open(place.root(), worlds(place.root()))) {
            if (which.sample != null) {
                return sample(explainer);
            }
            Explained explained = which.arrival == null
                    ? byId(explainer)
                    : explainer.ofArrival(merchant(named.group(1)), Long.parseLong(named.group(2)));
            if (json) {
                console.line(CanonicalJson.of(StoryJson.of(explainer.identity(), explained)));
            } else {
                print(explainer.identity(), explained);
            }
            return exit(explained.agrees());
        }
    }

    /** Flows to begin with, each as the command that explains it. */
    private int examples() {
        Path root = place.root();
        List<FlowExample> examples = FlowExample.of(root);
        if (json) {
            console.line(CanonicalJson.of(Map.of(
                    "run_id",
                    root.getFileName().toString(),
                    "flows",
                    examples.stream()
                            .map(example -> Map.of("life", example.life(), "flow_id", Long.toString(example.flowId())))
                            .toList())));
            return 0;
        }
        String command =
                "  ./millrace explain " + place.typed() + (world == null ? "" : " --world " + ShellWord.of(world));
        console.line(
                examples.isEmpty()
                        ? "no flow of the run is committed; millrace runs shows how it stands"
                        : "Flows to begin with; any id of a row of the run will do:");
        examples.forEach(example -> console.line(
                command + String.format(Locale.ROOT, " --flow %-19d  %s", example.flowId(), example.life())));
        return 0;
    }

    /** As told, else where the run was started from, else where worlds lie. */
    private Path worlds(Path root) {
        Path noted = StartNote.option(root, "--world")
                .map(Path::of)
                .filter(Files::isDirectory)
                .orElseGet(() -> Home.folder().resolve("worlds"));
        return (world == null ? noted : world).toAbsolutePath().normalize();
    }

    private long merchant(String id) {
        try {
            return Long.parseUnsignedLong(id);
        } catch (NumberFormatException e) {
            throw misused("a merchant_id has 64 bits, was " + id);
        }
    }

    private ParameterException misused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Explained byId(RowExplainer explainer) {
        if (which.flow != null) {
            return explainer.ofId("flow_id", which.flow);
        }
        return which.order != null
                ? explainer.ofId("order_id", which.order)
                : explainer.ofId("session_id", which.session);
    }

    private void print(RunIdentity identity, Explained explained) {
        console.heading("Flow " + explained.flowId() + ", arrival " + explained.arrival());
        console.line("run " + identity.runId() + ", seed " + Long.toUnsignedString(identity.seed()) + ", scenario "
                + identity.scenarioId());
        StoryText.story(explained).forEach(console::line);
        StoryText.stored(explained).forEach(console::line);
        List<String> differences = StoryText.differences(explained);
        console.line("");
        if (differences.isEmpty()) {
            long values = explained.rows().stream()
                    .mapToLong(row -> row.cells().size())
                    .sum();
            console.good("agrees: " + Console.count(values) + " values of "
                    + explained.rows().size() + " stored rows are as made again");
        } else {
            console.line(ErrorCode.VALIDATION_FAILED + ": the run is not what its world, policies and draws make");
            differences.forEach(difference -> console.line("  " + difference));
        }
    }

    private int sample(RowExplainer explainer) {
        List<String> differences = new ArrayList<>();
        long[] counts = new long[2];
        int arrivals = explainer.sample(which.sample, SAMPLE_SEED, explained -> {
            counts[0] += explained.rows().size();
            counts[1] += explained.agrees() ? 0 : 1;
            StoryText.differences(explained).stream()
                    .limit(DIFFERENCES_SHOWN_MAX - (long) differences.size())
                    .forEach(differences::add);
        });
        if (json) {
            console.line(CanonicalJson.of(Map.of(
                    "run_id",
                    explainer.identity().runId(),
                    "arrivals",
                    arrivals,
                    "rows",
                    counts[0],
                    "arrivals_that_differ",
                    counts[1],
                    "differences",
                    differences)));
        } else if (counts[1] == 0) {
            console.good("agrees: " + Console.count(arrivals) + (arrivals == 1 ? " arrival, " : " arrivals, ")
                    + Console.count(counts[0]) + " stored rows are as made again");
        } else {
            console.line(ErrorCode.VALIDATION_FAILED + ": " + Console.count(counts[1]) + " of "
                    + Console.count(arrivals) + " arrivals differ; the first:");
            differences.forEach(difference -> console.line("  " + difference));
        }
        return exit(counts[1] == 0);
    }

    private static int exit(boolean agrees) {
        return agrees ? 0 : ErrorCode.VALIDATION_FAILED.exit();
    }
}
