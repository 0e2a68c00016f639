package io.millrace.job.cli;

import io.millrace.base.MillraceException;
import io.millrace.digest.CanonicalJson;
import io.millrace.job.verify.CheckResult;
import io.millrace.job.verify.KeptScorecard;
import io.millrace.job.verify.RunPanel;
import io.millrace.job.verify.Scorecard;
import io.millrace.job.verify.ScorecardSettings;
import io.millrace.job.verify.Verify;
import io.millrace.job.verify.VerifySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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
                    + "does the reading. One line per check; exit 9 when one fails. Changes nothing.",
            "With --realism the scorecard instead: is the traffic like real traffic? Every metric over all rows, held "
                    + "against three bands; exit 9 when a required metric (*) lies outside pass, 0 otherwise. The card "
                    + "is kept as reports/realism.json of the run. With --beside, runs of other seeds show how stable "
                    + "it is.",
            "Example: ./millrace verify runs/6fcfef4deab0fe4837ae7234fe6333a3"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final String ENTITY_TABLES = "data/layer3/6A";
    private static final int FAILED = 9;

    @Parameters(paramLabel = "RUN", description = "Run folder, or the id of a run.")
    private Path run;

    @Option(
            names = {"--runs", "--runs-root"},
            description = "Folder of runs in which an id is looked up (default: runs).")
    private Path runs;

    @Option(
            names = "--upstream",
            description = "Root of the 6A tables, for foreign keys (default: the one that prepare noted).")
    private Path upstream;

    @Option(names = "--world", description = "World folder, to find the upstream tree (default: worlds).")
    private Path world;

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

    @Option(
            names = "--memory",
            defaultValue = "4GB",
            description = "Memory of the realism queries (default: ${DEFAULT-VALUE}).")
    private String memory;

    @Option(
            names = "--scratch",
            description = "Folder for what realism queries do not hold in memory (default: that of temporary files).")
    private Path scratch;

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
        Path root = place(run);
        Path worlds = world == null ? Home.folder().resolve("worlds") : world;
        if (!realism && !beside.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--beside needs --realism");
        }
        if (realism) {
            return scorecard(root.toAbsolutePath().normalize(), worlds);
        }
        Path absolute = root.toAbsolutePath().normalize();
        List<CheckResult> results = Verify.run(new VerifySettings(absolute, tables(absolute, worlds)));
        long failed = results.stream()
                .filter(result -> result.status() == CheckResult.Status.FAIL)
                .count();
        if (json) {
            console.line(CanonicalJson.of(document(results)));
        } else {
            print(results, failed, root);
        }
        return failed == 0 ? 0 : FAILED;
    }

    private int scorecard(Path root, Path worlds) {
        Path spill = scratch == null ? Path.of(System.getProperty("java.io.tmpdir")) : scratch;
        ScorecardSettings settings;
        try {
            settings = new ScorecardSettings(
                    root,
                    EntityTableRoots.of(root, worlds, Optional.ofNullable(upstream)),
                    spill.toAbsolutePath(),
                    memory);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
        Scorecard card = beside.isEmpty() ? Scorecard.of(settings) : panel(settings, worlds);
        String document = KeptScorecard.text(card);
        // The card is worth its reading even where nothing can be written.
        if (!KeptScorecard.keep(root, document)) {
            console.progress("not kept: " + root.resolve("reports") + " is not writable");
        }
        if (json) {
            console.line(document);
        } else {
            ScorecardText.print(card, console, root.toString());
        }
        return card.failures().isEmpty() ? 0 : FAILED;
    }

    private Scorecard panel(ScorecardSettings settings, Path worlds) {
        return RunPanel.of(
                settings,
                beside.stream()
                        .map(other -> place(other).toAbsolutePath().normalize())
                        .toList(),
                identity -> EntityTableRoots.ofOther(identity, worlds),
                console::progress);
    }

    /** A run folder, by its path or by the id of its run. */
    private Path place(Path named) {
        return Files.isDirectory(named) ? named : (runs == null ? Home.folder().resolve("runs") : runs).resolve(named);
    }

    /** Where the 6A tables are, if they can be found. */
    private Optional<Path> tables(Path root, Path worlds) {
        try {
            return EntityTableRoots.of(root, worlds, Optional.ofNullable(upstream)).stream()
                    .filter(folder -> Files.isDirectory(folder.resolve(ENTITY_TABLES)))
                    .findFirst();
        } catch (MillraceException broken) {
            // What is wrong with the run is for its checks to say.
            return Optional.ofNullable(upstream).or(() -> UpstreamNote.of(worlds));
        }
    }

    private void print(List<CheckResult> results, long failed, Path judged) {
        for (CheckResult result : results) {
            console.line(String.format(Locale.ROOT, "%-11s %s", result.status(), result.title()));
            if (result.status() == CheckResult.Status.FAIL) {
                console.line(
                        "            " + Console.count(result.violations()) + " violations, first: " + result.sample());
            } else if (result.status() == CheckResult.Status.NOT_CHECKED) {
                console.line("            " + result.sample());
            }
        }
        long unchecked = results.stream()
                .filter(result -> result.status() == CheckResult.Status.NOT_CHECKED)
                .count();
        String tail = unchecked == 0 ? "" : ", " + unchecked + " not checked";
        if (failed == 0) {
            console.good("verified: " + (results.size() - unchecked) + " checks passed" + tail + ", " + judged);
        } else {
            console.line("VALIDATION_FAILED: " + failed + " of " + results.size() + " checks failed" + tail);
        }
    }

    private static Map<String, Object> document(List<CheckResult> results) {
        List<Map<String, Object>> checks = new ArrayList<>();
        for (CheckResult result : results) {
            checks.add(new TreeMap<>(Map.of(
                    "check_id", result.checkId(),
                    "title", result.title(),
                    "status", result.status().name(),
                    "violations", result.violations(),
                    "sample", result.sample())));
        }
        return new TreeMap<>(Map.of("checks", checks));
    }
}
