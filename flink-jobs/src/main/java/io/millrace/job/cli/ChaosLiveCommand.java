package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.publish.DayFlag;
import io.millrace.job.sinks.publish.FinishedDays;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.run.DatasetTotals;
import io.millrace.run.RunFolder;
import io.millrace.run.SealedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Stops, kills and resumes a run without end, and holds its finished days against one bounded run. */
@Command(
        name = "live",
        header = "Stops, kills and resumes a run without end and compares its days with a bounded run.",
        description = {
            "One run without end is stopped with savepoints and killed by kill -9, in turns, and resumed at parallelism 1, "
                    + "2, 3, 4 in turn. Rows and digest of every finished day of every data set must be those of one "
                    + "undisturbed bounded run. Exit 9 when a day differs or is missing, exit 10 when all "
                    + "are equal but a kill came after the end of its start.",
            "Example: ./millrace chaos live",
            "Example: ./millrace chaos live --days 12 --stops 3 --report live.md"
        })
final class ChaosLiveCommand implements Callable<Integer> {
    private static final int FAILED = 9;
    private static final int STOPPED = 143;
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    /** Longer than the longest life of a payment: a bounded run knows no outcome behind its horizon. */
    private static final int DAYS_BEHIND = 170;

    private static final int PARALLELISM_MAX = 4;
    private static final long ENDS_SECONDS_MAX = 600;
    private static final long LOOK_EVERY_MILLIS = 50;
    private static final double GOLDEN_SECTION = 0.618_033_988_749_894_9;
    private static final String HEAD =
            "| stop | event time | killed after | at parallelism | then stopped by | at parallelism | finished days | equal | seconds |";

    @Option(names = "--days", defaultValue = "60", description = "Simulated days (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--stops",
            defaultValue = "12",
            description = "Stops with a savepoint, and as many kills (default: ${DEFAULT-VALUE}).")
    private int stops;

    @Option(
            names = "--seconds",
            defaultValue = "8",
            description = "Wall time that the event time between two stops is paced to (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--world-spec", defaultValue = "tiny", description = "World (default: ${DEFAULT-VALUE}).")
    private String worldSpec;

    @Option(names = "--work", description = "Folder for runs (default: a temporary one).")
    private Path work;

    @Option(names = "--keep", description = "Keeps the runs.")
    private boolean keep;

    @Option(names = "--report", description = "Also writes the table there as Markdown.")
    private Path report;

    @Spec
    private CommandSpec spec;

    private final Console console;
    private final List<String> table = new ArrayList<>();
    private Path base;
    private int starts;
    /** That met a start at work. */
    private int kills;

    ChaosLiveCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (stops < 1 || days < stops || seconds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--stops must be 1 to --days, and --seconds at least 1, was " + stops);
        }
        base = (work == null ? Files.createTempDirectory("millrace-live-") : Files.createDirectories(work))
                .toAbsolutePath()
                .normalize();
        Map<String, String> expected = bounded();
        console.progress("bounded run of " + (days + DAYS_BEHIND) + " days is there");
        say(HEAD);
        say("|---|---|---|---|---|---|---|---|---|");
        boolean allEqual = true;
        for (int stop = 1; stop <= stops; stop++) {
            allEqual &= round(stop, expected);
        }
        int wanted = days * FinishedDays.DATASETS.size();
        long there = flags().keySet().stream().filter(expected::containsKey).count();
        allEqual &= there >= wanted;
        boolean allLanded = kills == stops;
        say("");
        say(String.format(
                Locale.ROOT,
                "%d days of %d data sets wanted, %d finished; %d starts, %d of %d kills met a start at work, %d stops; %s",
                days,
                FinishedDays.DATASETS.size(),
                there,
                starts,
                kills,
                stops,
                stops,
                allEqual ? "all equal" : "NOT EQUAL"));
        if (report != null) {
            Files.write(report, table);
        }
        if (!keep && allEqual) {
            delete(base);
        } else {
            console.line("runs are kept in " + base);
        }
        return !allEqual ? FAILED : allLanded ? 0 : ChaosReport.NOT_WHOLE;
    }

    /** Up to the next stop: killed on the way, taken up, stopped; the last stop lies behind the last session. */
    private boolean round(int stop, Map<String, String> expected) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        boolean isLast = stop == stops;
        LocalDate until = FIRST.plusDays(isLast ? days + 1L : (long) stop * days / stops);
        double speedup = 86_400.0 * days / stops / seconds;
        int first = parallelism();
        Process killed = start(first, until, speedup);
        long lines = lines();
        while (lines() <= lines && lives(killed, LOOK_EVERY_MILLIS)) {
            // Its first file of this start is what tells that it is at work.
        }
        long moment = Math.round(seconds * 700 * (stop * GOLDEN_SECTION % 1.0));
        boolean landed = lives(killed, moment);
        kills += landed ? 1 : 0;
        killed.destroyForcibly().waitFor();
        int second = parallelism();
        // Every other stop is asked for by a signal, at no time in particular, and the run taken up to its place.
        boolean isAsked = stop % 2 == 0 && !isLast;
        if (isAsked) {
            signalled(second, until, speedup);
            second = parallelism();
        }
        int exit = end(start(second, until, speedup));
        Map<String, String> found = flags();
        List<String> differing = found.entrySet().stream()
                .filter(day -> !day.getValue().equals(expected.get(day.getKey())))
                .map(day -> day.getKey() + " has " + day.getValue() + ", must have " + expected.get(day.getKey()))
                .toList();
        boolean equal = exit == 0 && differing.isEmpty();
        say(String.format(
                Locale.ROOT,
                "| %d | %s | %s | %d | %s | %d | %d | %s | %.1f |",
                stop,
                until,
                landed ? String.format(Locale.ROOT, "%.1f s of work", moment / 1e3) : "its end",
                first,
                isAsked ? "SIGTERM, --until" : "--until",
                second,
                found.size() / FinishedDays.DATASETS.size(),
                equal ? "yes" : "NO",
                (System.nanoTime() - begin) / 1e9));
        if (exit != 0) {
            say("exit " + exit + "; read " + log());
        }
        differing.stream().limit(5).forEach(this::say);
        return equal;
    }

    /** A start that is asked to stop by SIGTERM once it has written something. */
    private void signalled(int parallelism, LocalDate until, double speedup) throws IOException, InterruptedException {
        Process process = start(parallelism, until, speedup);
        long lines = lines();
        while (lines() <= lines && lives(process, LOOK_EVERY_MILLIS)) {
            // As above.
        }
        process.destroy();
        int exit = end(process);
        if (exit != STOPPED && exit != 0) {
            throw failed("a run that gets SIGTERM must end with exit 143 or 0", exit);
        }
    }

    private Map<String, String> bounded() throws IOException, InterruptedException {
        Path runs = base.resolve("bounded");
        int exit = end(run(List.of(
                "generate",
                "--world-spec",
                worldSpec,
                "--procedural",
                "--scenario",
                "baseline_20260101_" + (days + DAYS_BEHIND) + "d",
                "--runs",
                runs.toString(),
                "--parallelism",
                "2")));
        if (exit != 0) {
            throw failed("the undisturbed run must end with exit 0", exit);
        }
        Path root = root(runs);
        Ledger ledger = new Ledger(root);
        TreeMap<String, DatasetTotals> totals = new TreeMap<>();
        for (LedgerEntry entry : ledger.valid(ledger.attempts())) {
            String day = entry.path().replaceFirst(".*/utc_date=([^/]*)/.*", "$1");
            totals.computeIfAbsent(entry.datasetId() + " " + day, DatasetTotals::new)
                    .add(entry.rows(), entry.rowDigest(), entry.links(), Map.of(), 0, 0);
        }
        TreeMap<String, String> days = new TreeMap<>();
        totals.forEach((day, of) -> days.put(day, of.rows() + " rows with digest " + of.rowDigest()));
        return days;
    }

    /** Data set and day to rows and digest, of the days that the live run has finished. */
    private Map<String, String> flags() throws IOException {
        Path root = root(live());
        var identity = SealedRun.open(RunFolder.at(root)).identity();
        TreeMap<String, String> flags = new TreeMap<>();
        FinishedDays.DATASETS.stream()
                .flatMap(kind -> DayFlag.all(root, identity, kind).stream())
                .forEach(flag -> flags.put(
                        flag.datasetId() + " " + flag.utcDate(),
                        flag.rows() + " rows with digest " + flag.rowDigest()));
        return flags;
    }

    private Process start(int parallelism, LocalDate until, double speedup) throws IOException {
        starts++;
        return run(List.of(
                "generate",
                "--live",
                "--world-spec",
                worldSpec,
                "--runs",
                live().toString(),
                "--parallelism",
                Integer.toString(parallelism),
                "--checkpoint-seconds",
                "1",
                "--speedup",
                Double.toString(speedup),
                "--until",
                until.toString()));
    }

    private Process run(List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Home.folder().resolve("millrace").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("MILLRACE_HEAP", "1g");
        Process process = builder.start();
        // A suite that is ended leaves nothing behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    /** One, two, three, four, and again. */
    private int parallelism() {
        return 1 + starts % PARALLELISM_MAX;
    }

    private static boolean lives(Process process, long millis) throws InterruptedException {
        return !process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    private static int end(Process process) throws InterruptedException {
        if (!process.waitFor(ENDS_SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    /** Ledger lines of arrivals, by name. */
    private long lines() throws IOException {
        Path lines = live();
        if (!Files.isDirectory(lines)) {
            return 0;
        }
        try (Stream<Path> runs = Files.list(lines)) {
            return runs.map(root ->
                            root.resolve("_ledger/s1_arrival_entities_6B").toFile())
                    .map(folder -> folder.list())
                    .filter(names -> names != null)
                    .mapToLong(names -> Arrays.stream(names)
                            .filter(name -> name.startsWith("part-"))
                            .count())
                    .sum();
        }
    }

    private static Path root(Path runs) throws IOException {
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve("run_receipt.json")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path live() {
        return base.resolve("live");
    }

    private Path log() {
        return base.resolve("chaos-live.log");
    }

    private void say(String line) {
        table.add(line);
        console.line(line);
    }

    private RunException failed(String expected, int exit) {
        return new RunException(Problem.of(
                ErrorCode.VALIDATION_FAILED, "chaos live", expected, Integer.toString(exit), "read " + log()));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
