package io.millrace.job.cli;

import io.millrace.base.MillraceException;
import io.millrace.digest.CanonicalJson;
import io.millrace.job.verify.CheckResult;
import io.millrace.job.verify.KeptScorecard;
import io.millrace.job.verify.RunPanel;
import io.millrace.job.verify.Scorecard;
import io.millrace.job.verify.ScorecardSettings;
import io.millrace.job.verify.VerifyReport;
import io.millrace.job.verify.VerifySettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a published run from its files. */
@Command(
        name = "verify",
        header = "Judges a published run from its files, row by row.",
        description = {
            "Judges a run from its files alone, row by row: the bundle, every row digest and counter, keys, "
                    + "foreign keys, session walk, life-cycle grammar, time order, amounts, parity, visibility. DuckDB "
                    + "does the reading. One line per check; exit 9 when one fails. The verdict names the bundle it "
                    + "judged and is kept as reports/verify.json; no other file is touched. docs/verify.md lists the checks.",
            "With --realism the scorecard instead: is the traffic like real traffic? Every metric over all rows, held "
                    + "against three bands; exit 9 when a required metric (*) lies outside pass, 0 otherwise. The card "
                    + "is kept as reports/realism.json of the run. With --beside, runs of other seeds show how stable "
                    + "it is.",
            "Example: ./millrace verify runs/6fcfef4deab0fe4837ae7234fe6333a3"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final String NOT_KEPT = "not kept: %s is not writable";
    private static final int FAILED = 9;

    @Parameters(
            paramLabel = "RUN",
            completionCandidates = RunIds.class,
            description = "Run folder, or the id of a run, or the beginning of its id.")
    private Path run;

    @Mixin
    private RunsFolder runs;

    @Mixin
    private TableOptions tables;

    @Option(names = "--json", description = "Prints the results as one line of JSON.")
    private boolean json;

    @Option(names = "--realism", description = "Measures realism instead of checking rows (docs/realism.md).")
    private boolean realism;

    @Option(
            names = "--beside",
            split = ",",
            paramLabel = "RUN",
            description =
                    "With --realism: published runs that differ in the seed alone, or repeats of this run, for the "
                            + "metrics that one run does not show (Q1, Q2, Q4); folders or ids, with commas between.")
    private List<Path> beside = List.of();

    @Mixin
    private QueryOptions query;

    @Spec
    private CommandSpec spec;

    private final Console console;

    VerifyCommand() {
        this(Console.ofProcess());
    }

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!realism && !beside.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--beside needs --realism");
        }
        Path root = runs.find(run);
        if (realism) {
            return scorecard(root.toAbsolutePath().normalize());
        }
        return judge(root.toAbsolutePath().normalize(), root);
    }

    private int judge(Path root, Path named) {
        VerifySettings settings = query.settings(
                VerifySettings.MEMORY, (scratch, memory) -> new VerifySettings(root, roots(root), scratch, memory));
        VerifyReport report = VerifyReport.of(settings);
        String document = CanonicalJson.of(report.json());
        if (!report.keep(root)) {
            console.progress(NOT_KEPT.formatted(root.resolve("reports")));
        }
        if (json) {
            console.line(document);
        } else {
            print(report, named);
        }
        return report.status() == VerifyReport.Status.FAIL ? FAILED : 0;
    }

    private int scorecard(Path root) {
        ScorecardSettings settings = query.settings(
                ScorecardSettings.MEMORY,
                (scratch, memory) -> new ScorecardSettings(root, tables.of(root), scratch, memory));
        Scorecard card = beside.isEmpty() ? Scorecard.of(settings) : panel(settings);
        String document = KeptScorecard.text(card);
        // The card is worth its reading even where nothing can be written.
        if (!KeptScorecard.keep(root, document)) {
            console.progress(NOT_KEPT.formatted(root.resolve("reports")));
        }
        if (json) {
            console.line(document);
        } else {
            ScorecardText.print(card, console, root.toString());
            if (card.source().tables().isEmpty()) {
                console.line(
                        "E1 to E7 and M15 need the 6A tables of the world, and none was found: " + tables.wayTo(root));
            }
        }
        return card.failures().isEmpty() ? 0 : FAILED;
    }

    private Scorecard panel(ScorecardSettings settings) {
        return RunPanel.of(
                settings,
                beside.stream()
                        .map(other -> runs.find(other).toAbsolutePath().normalize())
                        .toList(),
                tables::ofOther,
                console::progress);
    }

    /** Where tables and arrivals of the world are, if they can be found. */
    private List<Path> roots(Path root) {
        try {
            return tables.of(root);
        } catch (MillraceException broken) {
            // What is wrong with the run is for its checks to say.
            return tables.upstream().or(() -> UpstreamNote.of(tables.worlds())).stream()
                    .toList();
        }
    }

    private void print(VerifyReport report, Path judged) {
        for (CheckResult result : report.checks()) {
            console.line(String.format(Locale.ROOT, "%-11s %s", result.status(), result.title()));
            if (result.hasFailed()) {
                console.line("            " + result.code() + ": " + Console.count(result.violations())
                        + " violations, first: " + result.sample());
            } else if (result.status() == CheckResult.Status.NOT_CHECKED) {
                console.line("            " + result.sample());
            }
        }
        long unchecked = report.checks().stream()
                .filter(result -> result.status() == CheckResult.Status.NOT_CHECKED)
                .count();
        String tail = unchecked == 0 ? "" : ", " + unchecked + " not checked";
        int failed = report.failed().size();
        String of = failed + " of " + report.checks().size() + " checks failed" + tail;
        if (failed == 0) {
            console.good("verified: " + (report.checks().size() - unchecked) + " checks passed" + tail + ", " + judged);
        } else if (report.status() == VerifyReport.Status.FAIL) {
            console.line("VALIDATION_FAILED: " + of);
        } else {
            console.line(report.status() + ": " + of + ", which the validation policy allows");
        }
    }
}
