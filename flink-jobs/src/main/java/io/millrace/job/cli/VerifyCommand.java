package io.millrace.job.cli;

import io.millrace.digest.CanonicalJson;
import io.millrace.job.verify.CheckResult;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges a published run from its files. */
@Command(
        name = "verify",
        header = "Judges a published run from its files, row by row.",
        description = {
            "Judges a run from its files alone, row by row: the bundle, every row digest and counter, keys, "
                    + "foreign keys, session walk, life-cycle grammar, time order, amounts, parity, visibility. DuckDB "
                    + "does the reading. One line per check; exit 9 when one fails. Changes nothing.",
            "Example: ./millrace verify runs/6fcfef4deab0fe4837ae7234fe6333a3"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final int FAILED = 9;

    @Parameters(paramLabel = "RUN", description = "Run folder, or a run id below runs.")
    private Path run;

    @Option(
            names = "--upstream",
            description = "Root of the 6A tables, for foreign keys (default: the one that prepare noted).")
    private Path upstream;

    @Option(names = "--world", description = "World folder, to find the upstream tree (default: worlds).")
    private Path world;

    @Option(names = "--json", description = "Prints the results as one line of JSON.")
    private boolean json;

    private final Console console;

    VerifyCommand() {
        this(Console.ofProcess());
    }

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path root = Files.isDirectory(run) ? run : Home.folder().resolve("runs").resolve(run);
        Optional<Path> tables = Optional.ofNullable(upstream)
                .or(() -> UpstreamNote.of(world == null ? Home.folder().resolve("worlds") : world));
        List<CheckResult> results =
                Verify.run(new VerifySettings(root.toAbsolutePath().normalize(), tables));
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
