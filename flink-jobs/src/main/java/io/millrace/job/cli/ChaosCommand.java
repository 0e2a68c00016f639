package io.millrace.job.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Kills processes of its own and proves that the reader of the run cannot tell. */
@Command(
        name = "chaos",
        subcommands = ChaosLiveCommand.class,
        header = "Kills and freezes runs of its own and compares them with an undisturbed one.",
        description = {
            "Makes an undisturbed run at parallelism 1, then disturbs others of the same world with real signals, embedded "
                    + "and in a session cluster of its own, takes them up and compares: bytes of the run manifest, hashes "
                    + "of the files, ledger, orphans, and in the first round of each fault every check in DuckDB. A round "
                    + "whose fault did not meet the run at work is repeated at another moment. Only processes and files "
                    + "of its own are touched. Exit 9 when a round differs or never landed; exit 10 when all that ran holds, "
                    + "but rounds that were asked for were not begun in time, or tests could not do their fault here: no failure, "
                    + "and no proof either.",
            "Example: ./millrace chaos --list",
            "Example: ./millrace chaos",
            "Example: ./millrace chaos --fault F2,F3 --seeds 20 --minutes 30 --report chaos.md"
        })
final class ChaosCommand implements Callable<Integer> {
    private static final double NANOS_PER_SECOND = 1e9;

    @Option(names = "--list", description = "Tells every fault and what shows it, and ends.")
    private boolean list;

    @Option(
            names = "--fault",
            split = ",",
            description = "Faults, such as F4,F6 (default: all that are shown by seeds).")
    private List<ChaosFault> faults = ChaosFault.seeded();

    @Option(names = "--seeds", defaultValue = "3", description = "Rounds of each fault (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--first-seed", defaultValue = "0", description = "First seed; repeats a round with --seeds 1.")
    private int firstSeed;

    @Option(
            names = "--loops",
            defaultValue = "100",
            description = "Rounds of F10, which is shown by tests (default: ${DEFAULT-VALUE}).")
    private int loops;

    @Option(
            names = "--minutes",
            defaultValue = "60",
            description =
                    "No round begins later; those that are left are told, and make exit 10 (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = "--world-spec",
            defaultValue = ChaosInvocation.WORLD_SPEC,
            description = "World (default: ${DEFAULT-VALUE}).")
    private String worldSpec;

    @Option(
            names = "--scenario",
            defaultValue = ChaosInvocation.SCENARIO,
            description = "Window of the world (default: ${DEFAULT-VALUE}).")
    private String scenario;

    @Option(
            names = "--checkpoint-seconds",
            defaultValue = ChaosInvocation.CHECKPOINT_SECONDS,
            description = "Time between checkpoints (default: ${DEFAULT-VALUE}).")
    private double checkpointSeconds;

    @Option(
            names = "--queries",
            description = "Every check in DuckDB in every round, not only in the first of a fault.")
    private boolean queries;

    @Option(names = "--work", description = "Folder for runs (default: a temporary one).")
    private Path work;

    @Option(names = "--keep", description = "Keeps the runs that differ.")
    private boolean keep;

    @Option(
            names = ChaosInvocation.MORE_ROWS,
            description = "Rows of faults that tests have shown, one JSON object a line.")
    private Path moreRows;

    @Option(names = "--report", description = "Also writes the table there as Markdown, and beside it as JSON.")
    private Path report;

    @Spec
    private CommandSpec spec;

    private final Console console;

    ChaosCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (list) {
            console.heading("| fault | shown by | how |");
            console.line("|---|---|---|");
            Arrays.stream(ChaosFault.values()).map(ChaosFault::row).forEach(console::line);
            return 0;
        }
        requireUsable();
        List<ChaosRound> rounds = new ArrayList<>(moreRows == null ? List.of() : ChaosReport.read(moreRows));
        if (moreRows == null && !isAsked()) {
            console.progress("not run here, for want of their rows: " + String.join(", ", ChaosFault.ofTests())
                    + "; they are tests of the sources, which the launcher runs where Maven is: ./millrace chaos");
        }
        console.heading(ChaosRound.HEAD);
        rounds.forEach(round -> console.line(round.row()));
        List<ChaosFault> asked = faults.stream().filter(ChaosFault::isSeeded).toList();
        Map<ChaosFault, Integer> wanted = wanted(asked, rounds);
        Path base = (work == null ? Files.createTempDirectory("millrace-chaos-") : Files.createDirectories(work))
                .toAbsolutePath()
                .normalize();
        if (!asked.isEmpty()) {
            try (ChaosProcesses processes = new ChaosProcesses()) {
                ChaosStage stage =
                        new ChaosStage(base, worldSpec, scenario, Math.round(checkpointSeconds * 1_000), processes);
                suite(stage, asked, wanted, rounds);
            }
        }
        ChaosReport table = new ChaosReport(invocation().told(), wanted, rounds);
        if (report != null) {
            table.write(report);
        }
        return verdict(table, base);
    }

    private void requireUsable() {
        require(seeds >= 1, "--seeds must be at least 1, was " + seeds);
        require(firstSeed >= 0, "--first-seed must be at least 0, was " + firstSeed);
        require(minutes >= 1, "--minutes must be at least 1, was " + minutes);
        require(loops >= 1, "--loops must be at least 1, was " + loops);
        require(
                checkpointSeconds >= 0.1 && checkpointSeconds <= 60,
                "--checkpoint-seconds must be 0.1 to 60.0, was " + checkpointSeconds);
        require(moreRows == null || Files.isRegularFile(moreRows), "--more-rows must be a file, was " + moreRows);
        Set<String> elsewhere = faults.stream()
                .filter(fault -> !fault.isSeeded())
                .map(ChaosFault::name)
                .collect(Collectors.toCollection(TreeSet::new));
        require(
                elsewhere.isEmpty() || moreRows != null,
                "--fault takes here what is shown by seeds, and not " + String.join(", ", elsewhere)
                        + "; --list tells what shows those");
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    /** @param rounds to which those of the suite are added */
    private void suite(
            ChaosStage stage, List<ChaosFault> asked, Map<ChaosFault, Integer> wanted, List<ChaosRound> rounds)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        console.progress("making the undisturbed run");
        stage.undisturbed();
        console.progress(String.format(
                Locale.ROOT,
                "undisturbed: %s arrivals, %.1f s",
                Console.count(stage.arrivals()),
                (System.nanoTime() - begin) / NANOS_PER_SECOND));
        ChaosJudge judge = new ChaosJudge(stage);
        EnumSet<ChaosFault> queried = EnumSet.noneOf(ChaosFault.class);
        int before = rounds.size();
        int all = seeds * asked.size();
        for (int seed = firstSeed; seed < firstSeed + seeds; seed++) {
            for (ChaosFault fault : asked) {
                double elapsed = (System.nanoTime() - begin) / NANOS_PER_SECOND;
                if (elapsed > minutes * 60.0) {
                    return;
                }
                ChaosRun.Depth depth =
                        queries || !queried.contains(fault) ? ChaosRun.Depth.QUERIES : ChaosRun.Depth.HASHES;
                ChaosRound round = judge.round(fault, seed, depth);
                if (round.landed()) {
                    queried.add(fault);
                }
                rounds.add(round);
                if (report != null) {
                    // After each, so that a suite that is ended keeps what it has.
                    new ChaosReport(invocation().told(), wanted, rounds).write(report);
                }
                tell(round, rounds.size() - before, all, (System.nanoTime() - begin) / NANOS_PER_SECOND);
                if (!round.differs() || !keep) {
                    tidy(stage.folder(fault, seed));
                }
            }
        }
    }

    private void tell(ChaosRound round, int done, int all, double elapsed) {
        console.line(round.row());
        if (round.differs()) {
            console.progress(round.fault() + " does not hold: " + round.finding() + "; again: "
                    + invocation().again(round));
        }
        console.progress(String.format(
                Locale.ROOT,
                "round %d of %d, %.0f min elapsed, about %.0f min remaining",
                done,
                all,
                elapsed / 60,
                elapsed / done * (all - done) / 60));
    }

    /**
     * Rounds of every fault that was asked for. Faults of tests are asked for as soon as rows come along, one of
     * each class of tests: a class that has none was forgotten.
     *
     * @param brought rows of tests
     */
    private Map<ChaosFault, Integer> wanted(List<ChaosFault> asked, List<ChaosRound> brought) {
        Map<ChaosFault, Integer> wanted = new EnumMap<>(ChaosFault.class);
        if (moreRows != null) {
            Stream<ChaosFault> tested = isAsked() ? faults.stream() : Stream.of(ChaosFault.values());
            tested.filter(ChaosFault::isTested)
                    .forEach(fault -> wanted.put(fault, fault.tests().size()));
        }
        asked.forEach(fault -> wanted.put(fault, seeds));
        brought.stream()
                .map(row -> ChaosFault.valueOf(row.fault()))
                .filter(asked::contains)
                .forEach(fault -> wanted.merge(fault, 1, Integer::sum));
        return wanted;
    }

    private boolean isAsked() {
        return spec.commandLine().getParseResult().hasMatchedOption("--fault");
    }

    private int verdict(ChaosReport table, Path base) {
        console.line("");
        console.line(table.summary());
        int exit = table.exit();
        if (exit == ChaosReport.FAILED) {
            console.progress(table.verdict() + "; logs in " + base);
            return exit;
        }
        if (work == null) {
            tidy(base);
        }
        if (exit == 0) {
            console.good(table.verdict());
        } else {
            console.progress(
                    table.verdict() + (table.isShortOfTime() ? "; give it more --minutes, or ask for less" : ""));
        }
        return exit;
    }

    private ChaosInvocation invocation() {
        return new ChaosInvocation(
                spec.commandLine().getParseResult().originalArgs(), worldSpec, scenario, checkpointSeconds);
    }

    /** A process that was just killed may still be in there; its leavings are not worth the suite. */
    private void tidy(Path folder) {
        try {
            delete(folder);
        } catch (IOException | UncheckedIOException left) {
            console.progress("left behind: " + folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
