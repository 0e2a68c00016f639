package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.ObjectMapper;

/** Kills processes of its own and proves that the reader of the run cannot tell. */
@Command(
        name = "chaos",
        header = "Kills and freezes runs of its own and compares them with an undisturbed one.",
        description = {
            "Makes an undisturbed run at parallelism 1, then disturbs others of the same world with real signals, takes "
                    + "them up and compares: bytes of the run manifest, hashes of the files, ledger, every check in "
                    + "DuckDB, orphans. Only processes and files of its own are touched. Exit 9 when something differs.",
            "Example: ./millrace chaos",
            "Example: ./millrace chaos --fault F4,F6 --seeds 20 --minutes 30"
        })
final class ChaosCommand implements Callable<Integer> {
    private static final int REFUSED_AS_BUSY = ErrorCode.RUN_BUSY.exit();
    private static final int DIFFERS = 9;
    private static final long NANOS_PER_MINUTE = 60_000_000_000L;
    private static final long MILLIS_FROZEN = 2_000;
    private static final long MILLIS_BETWEEN_LOOKS = 20;
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** Faults come within this share of the time from the first file to the flag. */
    private static final double SHARE_MAX = 0.9;

    /** Multiples of the golden section spread evenly over 0..1, however many seeds are taken. */
    private static final double GOLDEN_SECTION = 0.6180339887498949;

    @Option(names = "--fault", split = ",", description = "Faults, such as F4,F6 (default: all of this suite).")
    private List<ChaosFault> faults = List.of(ChaosFault.values());

    @Option(names = "--seeds", defaultValue = "3", description = "Rounds of each fault (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--first-seed", defaultValue = "0", description = "First seed; repeats a round with --seeds 1.")
    private int firstSeed;

    @Option(
            names = "--minutes",
            defaultValue = "30",
            description = "No round begins later (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(names = "--world-spec", defaultValue = "demo", description = "World (default: ${DEFAULT-VALUE}).")
    private String worldSpec;

    @Option(names = "--work", description = "Folder for runs (default: a temporary one).")
    private Path work;

    @Option(names = "--keep", description = "Keeps the runs that differ.")
    private boolean keep;

    @Option(names = "--json", description = "Also writes the table there as JSON.")
    private Path json;

    private final Console console;
    private Path base;
    private byte[] golden;
    private long writingMillis;

    ChaosCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        long begin = System.nanoTime();
        base = work == null ? Files.createTempDirectory("millrace-chaos-") : Files.createDirectories(work);
        undisturbed();
        List<ChaosRound> rounds = new ArrayList<>();
        console.heading("| fault | seed | what was done | landed | files then | equal | rows | orphans | seconds |");
        console.line("|---|---|---|---|---|---|---|---|---|");
        for (int seed = firstSeed; seed < firstSeed + seeds; seed++) {
            for (ChaosFault fault : faults) {
                if (System.nanoTime() - begin > minutes * NANOS_PER_MINUTE) {
                    continue;
                }
                ChaosRound round = round(fault, seed);
                rounds.add(round);
                console.line(row(round));
                if (!round.holds()) {
                    console.progress(fault + " does not hold: " + round.finding() + "; again: millrace chaos --fault "
                            + fault + " --first-seed " + seed + " --seeds 1 --keep");
                }
                if (round.holds() || !keep) {
                    delete(runs(fault, seed));
                }
            }
        }
        if (json != null) {
            Files.write(json, new ObjectMapper().writeValueAsBytes(rounds));
        }
        return verdict(rounds);
    }

    private int verdict(List<ChaosRound> rounds) throws IOException {
        long differing = rounds.stream().filter(round -> !round.holds()).count();
        long landed = rounds.stream().filter(ChaosRound::landed).count();
        String sum = rounds.size() + " of " + seeds * faults.size() + " rounds done, " + landed
                + " faults landed in the middle of a run, " + differing + " differ";
        if (differing > 0) {
            console.progress(sum + "; logs in " + base);
            return DIFFERS;
        }
        if (work == null) {
            delete(base);
        }
        console.good(sum);
        return 0;
    }

    /** Once at parallelism 1 for the bytes to compare with, once at 2 for the time that faults are spread over. */
    private void undisturbed() throws IOException, InterruptedException {
        ChaosRun one = new ChaosRun(base.resolve("golden"));
        require(generate(base.resolve("golden"), 1, List.of(), Map.of()).await());
        golden = one.manifest();
        ChaosRun two = new ChaosRun(base.resolve("timed"));
        ChaosProcess process = generate(base.resolve("timed"), 2, List.of(), Map.of());
        livesUntil(0, process, two);
        long firstFile = System.nanoTime();
        require(process.await());
        writingMillis = (System.nanoTime() - firstFile) / NANOS_PER_MILLI;
        console.line(String.format(
                Locale.ROOT,
                "undisturbed: %s rows, %.1f s from the first file to the flag at parallelism 2",
                Console.count(one.rows()),
                writingMillis / 1_000.0));
        if (!two.hasManifestOf(golden)) {
            throw new RunException(Problem.of(
                    ErrorCode.VALIDATION_FAILED,
                    "undisturbed runs",
                    "must have one run manifest at parallelism 1 and 2",
                    "two",
                    "compare the run manifests below " + base));
        }
        delete(base.resolve("timed"));
    }

    private void require(int exit) {
        if (exit != 0) {
            throw new RunException(Problem.of(
                    ErrorCode.VALIDATION_FAILED,
                    "undisturbed run",
                    "must end with exit 0",
                    Integer.toString(exit),
                    "read " + base.resolve("chaos.log")));
        }
    }

    private ChaosRound round(ChaosFault fault, int seed) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Path runs = runs(fault, seed);
        ChaosRun run = new ChaosRun(runs);
        StringBuilder action = new StringBuilder();
        long files = 0;
        boolean landed = false;
        String finding = "";
        List<String> from = List.of();
        for (int kill = 0; kill < fault.kills(seed); kill++) {
            ChaosProcess process = generate(runs, 2, List.of(), Map.of());
            long started = System.nanoTime();
            boolean lives = livesUntil(moment(seed + 7 * kill), process, run);
            double at = (System.nanoTime() - started) / 1e9;
            action.append(String.format(Locale.ROOT, "%s at %.1f s; ", signal(fault), at));
            if (fault == ChaosFault.F11) {
                process.freeze();
                files = run.committedFiles();
                landed = lives && run.root().isPresent() && !run.isPublished();
                finding = secondWriter(process, runs, landed);
            } else {
                process.kill();
                files = run.committedFiles();
                landed = lives && run.root().isPresent() && !run.isPublished();
            }
        }
        Optional<Path> older = fault == ChaosFault.F6 ? run.olderCheckpoint() : Optional.empty();
        if (fault == ChaosFault.F6) {
            landed = landed && older.isPresent();
            from = older.map(path -> List.of("--from", path.toString())).orElse(List.of());
            older.ifPresent(
                    path -> action.append("from ").append(path.getFileName()).append("; "));
        }
        int parallelism = fault.parallelismAfter(seed);
        int exit = generate(runs, parallelism, from, fault.environmentAfter()).await();
        action.append("taken up at parallelism ").append(parallelism);
        if (exit != 0) {
            return of(fault, seed, action, landed, files, false, 0, 0, begin, "the last start ended with exit " + exit);
        }
        String found = finding + run.finding();
        return of(
                fault, seed, action, landed, files, run.hasManifestOf(golden), run.rows(), run.orphans(), begin, found);
    }

    /** While one process is frozen with the run in its hands, another must be refused; then the first goes on. */
    private String secondWriter(ChaosProcess frozen, Path runs, boolean landed)
            throws IOException, InterruptedException {
        int exit = landed ? generate(runs, 2, List.of(), Map.of()).await() : REFUSED_AS_BUSY;
        frozen.livesAfter(MILLIS_FROZEN);
        frozen.thaw();
        int thawed = frozen.await();
        String refused = exit == REFUSED_AS_BUSY ? "" : "a second writer ended with exit " + exit + "; ";
        return thawed == 0 ? refused : refused + "the thawed process ended with exit " + thawed + "; ";
    }

    private static ChaosRound of(
            ChaosFault fault,
            int seed,
            StringBuilder action,
            boolean landed,
            long files,
            boolean equal,
            long rows,
            long orphans,
            long begin,
            String finding) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new ChaosRound(
                fault.name(), seed, action.toString(), landed, files, equal, rows, orphans, seconds, finding);
    }

    private static String signal(ChaosFault fault) {
        return fault == ChaosFault.F11 ? "SIGSTOP" : "kill -9";
    }

    /** Milliseconds after the first file of a process at which its fault comes. */
    private long moment(int seed) {
        double share = (seed + 1) * GOLDEN_SECTION % 1.0;
        return Math.round(writingMillis * SHARE_MAX * share);
    }

    /**
     * Waits for the first file that this process commits, and then some.
     *
     * @return false when the process ended before
     */
    private static boolean livesUntil(long millisAfterFile, ChaosProcess process, ChaosRun run)
            throws IOException, InterruptedException {
        long before = run.committedFiles();
        while (run.committedFiles() <= before) {
            if (!process.livesAfter(MILLIS_BETWEEN_LOOKS)) {
                return false;
            }
        }
        return process.livesAfter(millisAfterFile);
    }

    private ChaosProcess generate(Path runs, int parallelism, List<String> more, Map<String, String> variables)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "generate",
                "--world-spec",
                worldSpec,
                "--procedural",
                "--runs",
                runs.toString(),
                "--parallelism",
                Integer.toString(parallelism),
                "--checkpoint-seconds",
                "1"));
        arguments.addAll(more);
        return ChaosProcess.start(base.resolve("chaos.log"), variables, arguments);
    }

    private Path runs(ChaosFault fault, int seed) {
        return base.resolve(fault.name() + "-" + seed);
    }

    private static String row(ChaosRound round) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %d | %s | %s | %d | %.1f |",
                round.fault(),
                round.seed(),
                round.action(),
                round.landed() ? "yes" : "no",
                round.committedFiles(),
                round.equal() ? "yes" : "NO",
                Console.count(round.rows()),
                round.orphans(),
                round.seconds());
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
