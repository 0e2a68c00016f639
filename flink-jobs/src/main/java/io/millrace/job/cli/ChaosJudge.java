package io.millrace.job.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Makes the rounds of a suite and compares what comes out with the undisturbed run. */
final class ChaosJudge {
    private static final int TRIES_MAX = 5;

    private final ChaosStage stage;
    private final ChaosFaults embedded;
    private ClusterFaults cluster;

    ChaosJudge(ChaosStage stage) {
        this(stage, new EmbeddedFaults(stage));
    }

    /** @param embedded faults of runs that are one process */
    ChaosJudge(ChaosStage stage, ChaosFaults embedded) {
        this.stage = stage;
        this.embedded = embedded;
    }

    /** One fault of one seed, at other moments until one meets the run at work. */
    ChaosRound round(ChaosFault fault, int seed, ChaosRun.Depth depth) throws InterruptedException {
        if (!fault.isSeeded()) {
            throw new IllegalArgumentException(fault + " has no rounds of seeds");
        }
        long begin = System.nanoTime();
        ChaosTry last = ChaosTry.missed("");
        StringBuilder failures = new StringBuilder();
        for (int attempt = 0; attempt < TRIES_MAX; attempt++) {
            Path runs = stage.folder(fault, seed).resolve("try-" + attempt).resolve("runs");
            ChaosRun run = new ChaosRun(runs);
            last = disturbed(fault, seed, attempt, run, failures);
            if (last.isToBeJudged()) {
                return judged(fault, seed, attempt + 1, last.noting(failures.toString()), run, depth, begin);
            }
        }
        return new ChaosRound(
                fault.name(), seed, last.what() + failures, TRIES_MAX, 0, 0, false, 0, 0, seconds(begin), "");
    }

    /** @param failures of the suite itself, which are told in the row */
    private ChaosTry disturbed(ChaosFault fault, int seed, int attempt, ChaosRun run, StringBuilder failures)
            throws InterruptedException {
        try {
            return faults(fault, seed).disturb(fault, seed, attempt, run);
        } catch (EndedByItself early) {
            return ChaosTry.failed("nothing yet", early.getMessage());
        } catch (IOException | UncheckedIOException suite) {
            // A process that does not start or a cluster that does not answer shows nothing about the run; it must not
            // end a proof of an hour, and not be lost.
            failures.append("; at try ")
                    .append(attempt + 1)
                    .append(" the suite failed: ")
                    .append(suite.getMessage());
            return ChaosTry.missed("");
        } catch (RuntimeException illegible) {
            // Files of the run that nobody can make sense of: no other moment may hide that.
            return ChaosTry.failed("disturbed", "the run cannot be read: " + oneLine(illegible));
        }
    }

    /** What cannot be judged does not hold; it does not end the table either. */
    private ChaosRound judged(
            ChaosFault fault, int seed, int tries, ChaosTry done, ChaosRun run, ChaosRun.Depth depth, long begin) {
        try {
            return compared(fault, seed, tries, done, run, depth, begin);
        } catch (IOException | RuntimeException illegible) {
            String before = done.finding().isEmpty() ? "" : done.finding() + "; ";
            return new ChaosRound(
                    fault.name(),
                    seed,
                    done.what(),
                    tries,
                    done.times(),
                    done.committedFiles(),
                    false,
                    0,
                    0,
                    seconds(begin),
                    before + "the run cannot be judged: " + oneLine(illegible));
        }
    }

    private static String oneLine(Exception failure) {
        return failure.toString().strip().replaceAll("\\s+", " ");
    }

    private ChaosRound compared(
            ChaosFault fault, int seed, int tries, ChaosTry done, ChaosRun run, ChaosRun.Depth depth, long begin)
            throws IOException {
        boolean isWhole = done.finding().isEmpty() && run.isPublished();
        String finding = isWhole ? run.finding(depth) : done.finding() + (run.isPublished() ? "" : "; not published");
        boolean equal = isWhole && run.hasManifestOf(stage.golden());
        long orphans = isWhole ? run.orphans() : 0;
        return new ChaosRound(
                fault.name(),
                seed,
                done.what(),
                tries,
                done.times(),
                done.committedFiles(),
                equal,
                isWhole ? run.rows() : 0,
                orphans,
                seconds(begin),
                said(finding, isWhole, equal, orphans));
    }

    private static String said(String finding, boolean isWhole, boolean equal, long orphans) {
        String other = isWhole && !equal ? "another run manifest; " : "";
        return other + (orphans > 0 ? orphans + " orphans; " : "") + finding;
    }

    private ChaosFaults faults(ChaosFault fault, int seed) throws IOException {
        boolean isEmbedded =
                switch (fault) {
                    case F4, F6, F17 -> true;
                    case F11 -> seed % 4 == 0;
                    case F2, F3, F5 -> false;
                    case F1, F7, F8, F9, F10, F12, F13, F14, F15, F16, F18, F19, F20 ->
                        throw new IllegalArgumentException(fault + " has no rounds of seeds");
                };
        if (isEmbedded) {
            return embedded;
        }
        // Only now: its processes take seconds to come up.
        if (cluster == null) {
            cluster = new ClusterFaults(stage);
        }
        return cluster;
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
