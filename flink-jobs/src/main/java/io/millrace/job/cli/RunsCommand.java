package io.millrace.job.cli;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.MillraceException;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.digest.CanonicalJson;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.RunHold;
import io.millrace.job.sinks.publish.DayFlag;
import io.millrace.job.sinks.publish.FinishedDays;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.PublishedRun;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.run.RunFolder;
import io.millrace.run.RunIdentity;
import io.millrace.run.SealedRun;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The runs of a folder and how they stand. */
@Command(
        name = "runs",
        header = "Lists runs and how they stand.",
        description = {
            "Lists the runs of a folder: published, running, stopped at a savepoint, unfinished (each "
                    + "with its event time and what it resumes from), sealed only, damaged.",
            "Example: ./millrace runs"
        })
final class RunsCommand implements Callable<Integer> {
    @Option(
            names = {"--runs", "--runs-root"},
            description = "Folder of runs (default: runs).")
    private Path runs;

    @Option(names = "--json", description = "Prints one line of JSON per run.")
    private boolean json;

    private final Console console;

    RunsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path root = RunPlace.runs(runs);
        if (runs != null && !Files.isDirectory(root)) {
            throw new ContractException(Problem.of(
                    ErrorCode.IO_READ_FAILED,
                    root.toString(),
                    "must be a folder of runs",
                    "no such folder",
                    "name another"));
        }
        List<Path> folders = RunPlace.in(root);
        for (Path folder : folders) {
            Map<String, Object> row = describe(folder);
            console.line(
                    json
                            ? CanonicalJson.of(row)
                            : String.format(
                                    Locale.ROOT,
                                    "%s  %-18s %-16s %s",
                                    row.get("run_id"),
                                    row.get("scenario_id"),
                                    row.get("status"),
                                    row.get("detail")));
        }
        if (folders.isEmpty() && !json) {
            console.line("no runs in " + root + "; millrace demo makes one");
        }
        return 0;
    }

    private static Map<String, Object> describe(Path folder) throws IOException {
        TreeMap<String, Object> row = new TreeMap<>();
        row.put("run_id", folder.getFileName().toString());
        row.put("scenario_id", "-");
        try {
            RunIdentity identity = SealedRun.open(RunFolder.at(folder)).identity();
            row.put("scenario_id", identity.scenarioId());
            var digest = PublishedRun.check(folder, identity, PublishedRun.Depth.SIZES);
            if (digest.isPresent()) {
                row.put("status", "PUBLISHED");
                row.put("detail", "bundle " + digest.get());
            } else if (new Ledger(folder).attempts() == 0) {
                row.put("status", "SEALED");
                row.put("detail", "not started");
            } else {
                row.putAll(unfinished(folder));
                finishedDays(folder, identity, row);
            }
        } catch (MillraceException e) {
            row.put("status", "DAMAGED");
            row.put("detail", e.problems().get(0).text());
        }
        return row;
    }

    /** Days that are finished in all data sets; only a run without end has any before it is published. */
    private static void finishedDays(Path folder, RunIdentity identity, Map<String, Object> row) {
        List<List<DayFlag>> flags = FinishedDays.DATASETS.stream()
                .map(kind -> DayFlag.all(folder, identity, kind))
                .toList();
        List<DayFlag> fewest =
                flags.stream().min(Comparator.comparingInt(List::size)).orElseThrow();
        if (flags.stream().anyMatch(of -> !of.isEmpty())) {
            row.put("finished_days", fewest.size());
            row.put(
                    "detail",
                    row.get("detail") + "; "
                            + (fewest.isEmpty()
                                    ? "no day finished"
                                    : fewest.size() + " days finished, the last "
                                            + fewest.get(fewest.size() - 1).utcDate()));
        }
    }

    private static Map<String, Object> unfinished(Path folder) throws IOException {
        TreeMap<String, Object> row = new TreeMap<>();
        Ledger ledger = new Ledger(folder);
        Optional<Ledger.Point> reached = ledger.reached();
        // What lies there may be too old to go on from without a word.
        Optional<RetainedCheckpoints.Retained> newest = RetainedCheckpoints.newest(folder)
                .filter(there -> reached.filter(there.point()::isBefore).isEmpty());
        String resumes = newest.map(retained -> "resumes from "
                        + retained.kind().name().toLowerCase(Locale.ROOT) + " "
                        + retained.point().checkpointId() + " of attempt "
                        + retained.point().attempt() + " at "
                        + position(ledger.valid(retained.point())))
                .orElse(reached.map(
                                point -> point.text() + " is missing, up to which files are committed: resume --from"
                                        + " PATH, or --start-over")
                        .orElse("nothing is committed yet: starts from the beginning"));
        newest.ifPresent(retained -> row.put("restore_path", retained.folder().toString()));
        if (isWritten(folder)) {
            row.put("status", "RUNNING");
            row.put(
                    "detail",
                    "attempt " + ledger.attempts() + " at " + position(ledger.valid(ledger.attempts()))
                            + lastCommit(folder) + "; " + resumes);
        } else {
            boolean isStopped = newest.filter(retained -> retained.kind() == RetainedCheckpoints.Kind.SAVEPOINT
                            && retained.point().attempt() == ledger.attempts())
                    .isPresent();
            row.put("status", isStopped ? "STOPPED" : "UNFINISHED");
            row.put("detail", resumes);
        }
        return row;
    }

    /** How long ago the ledger got its last line: what tells a run that hangs from one that works. */
    private static String lastCommit(Path folder) throws IOException {
        long newestMillis = 0;
        try (Stream<Path> datasets = Files.list(folder.resolve("_ledger"))) {
            for (Path dataset : datasets.filter(Files::isDirectory).toList()) {
                newestMillis = Math.max(
                        newestMillis, Files.getLastModifiedTime(dataset).toMillis());
            }
        }
        return newestMillis == 0
                ? ", nothing committed yet"
                : ", last commit " + Math.max(0, System.currentTimeMillis() - newestMillis) / 1000 + " s ago";
    }

    private static boolean isWritten(Path folder) throws IOException {
        if (RunHold.isHeld(folder.toAbsolutePath().normalize())) {
            return true;
        }
        try (RunFolder free = RunFolder.lock(
                folder.toAbsolutePath().getParent(), folder.getFileName().toString())) {
            return !free.isLocked();
        } catch (RunException refused) {
            return refused.problems().get(0).code() == ErrorCode.RUN_BUSY;
        }
    }

    /** Event time up to which committed arrivals go. */
    private static String position(List<LedgerEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.datasetId().equals(SlabKind.SESSIONED.datasetId()))
                .mapToLong(LedgerEntry::tsMaxMicros)
                .max()
                .stream()
                .mapToObj(micros -> Instant.ofEpochSecond(micros / 1_000_000).toString())
                .findFirst()
                .orElse("the beginning");
    }
}
