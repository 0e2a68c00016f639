package io.millrace.job.cli;

import io.millrace.digest.CanonicalJson;
import io.millrace.job.verify.ReferenceView;
import io.millrace.job.verify.RunComparison;
import io.millrace.job.verify.VerifySettings;
import io.millrace.policy.AmountModel;
import io.millrace.run.RunFolder;
import io.millrace.run.SealedRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Two runs beside each other; or a run as readers of the older closed schemas know it. */
@Command(
        name = "compare",
        header = "Tells what differs between two runs and why, or writes a run in older schemas.",
        description = {
            "Two runs: identity, policies key by key, documents, rows and digests per data set and date, the first rows "
                    + "that differ, distributions, and why, in one sentence. Rows are believed as the ledger sums "
                    + "them and read where these sums differ. Exit 0 when both hold the same rows, 9 when not.",
            "With --run and --reference-view a published run in the reference engine's closed schemas (14-column flow "
                    + "anchors, 9-column events, 13-column arrivals, 12-column sessions): constant axis columns, text "
                    + "times, amounts in major units. Distributions are comparable; ids and bytes are not.",
            "Example: ./millrace compare runs/6fcfef4deab0fe4837ae7234fe6333a3 /tmp/runs/6fcfef4deab0fe4837ae7234fe6333a3",
            "Example: ./millrace compare --run runs/6fcfef4deab0fe4837ae7234fe6333a3 --reference-view /tmp/view --lean"
        })
final class CompareCommand implements Callable<Integer> {
    private static final int DIFFERENT = 9;

    @Parameters(
            arity = "0..2",
            paramLabel = "RUN",
            completionCandidates = RunIds.class,
            description = "Two run folders, or ids of runs, or the beginnings of ids.")
    private List<Path> pair = List.of();

    @Mixin
    private RunsFolder runs;

    @Option(names = "--json", description = "Prints the comparison of two runs as one line of JSON.")
    private boolean json;

    @Mixin
    private QueryOptions query;

    @Option(names = "--run", description = "Run folder, or a run id, to be written as a reference view.")
    private Path run;

    @Option(names = "--reference-view", description = "New or empty folder for the views.")
    private Path target;

    @Option(names = "--lean", description = "Keeps AUTH_REQUEST and AUTH_RESPONSE events only.")
    private boolean lean;

    @Spec
    private CommandSpec spec;

    private final Console console;

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (run == null && target == null && !lean) {
            return pair();
        }
        if (!pair.isEmpty()) {
            throw usage("Give two runs, or --run and --reference-view, not both");
        }
        if (run == null) {
            throw usage("Missing required option: '--run=<run>'");
        }
        if (target == null) {
            throw usage("Missing required option: '--reference-view=<target>'");
        }
        return referenceView();
    }

    private int pair() {
        if (pair.size() != 2) {
            throw usage("Give two runs to compare, or --run and --reference-view");
        }
        VerifySettings settings = query.settings(
                VerifySettings.MEMORY,
                (scratch, memory) -> new VerifySettings(root(pair.get(0)), List.of(), scratch, memory));
        RunComparison comparison =
                RunComparison.of(settings.runRoot(), root(pair.get(1)), settings.scratch(), settings.memoryMax());
        if (json) {
            console.line(CanonicalJson.of(comparison.json()));
        } else {
            comparison.text().forEach(console::line);
        }
        return comparison.sameRows() ? 0 : DIFFERENT;
    }

    private int referenceView() {
        Path root = root(run);
        SealedRun sealed = SealedRun.open(RunFolder.at(root));
        Map<String, Integer> decimals = new TreeMap<>();
        AmountModel.of(sealed.packs().require("amount_model_6B").root())
                .currencies()
                .forEach((currency, rules) -> decimals.put(currency, rules.decimals()));
        Map<String, Long> rows = ReferenceView.write(
                root, sealed.identity(), decimals, lean ? ReferenceView.Events.LEAN : ReferenceView.Events.ALL, target);
        rows.forEach((dataset, count) -> console.line(dataset + " " + Console.count(count) + " rows"));
        console.good("reference view in " + target);
        return 0;
    }

    private Path root(Path named) {
        return runs.find(named).toAbsolutePath().normalize();
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
