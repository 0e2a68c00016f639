package io.millrace.job.cli;

import io.millrace.base.RunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Makes the rounds of a suite and compares what comes out with the undisturbed run. */
final class ChaosJudge {
    private static final int TRIES_MAX = 5;

    private final ChaosStage stage;
    private final EmbeddedFaults embedded;
    private ClusterFaults cluster;

    ChaosJudge(ChaosStage stage) {
        this.stage = stage;
        this.embedded = new EmbeddedFaults(stage);
    }

    /** One fault of one seed, at other moments until one meets the run at work. */
    ChaosRound round(ChaosFault fault, int seed, ChaosRun.Depth depth) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        ChaosTry last = ChaosTry.missed("");
        StringBuilder failures = new StringBuilder();
        for (int attempt = 0; attempt < TRIES_MAX; attempt++) {
            Path runs = stage.folder(fault, seed).resolve("try-" + attempt).resolve("runs");
            ChaosRun run = new ChaosRun(runs);
            try {
                last = faults(fault, seed).disturb(fault, seed, attempt, run);
            } catch (EndedByItself early) {
                last = ChaosTry.failed("nothing yet", early.getMessage());
            } catch (IOException | UncheckedIOException | RunException suite) {
                // A failure of the suite shows nothing about the run; it must not end a proof of an hour, and not be
                // lost.
                failures.append("; at try ")
                        .append(attempt + 1)
                        .append(" the suite failed: ")
                        .append(suite.getMessage());
                last = ChaosTry.missed("");
            }
            if (last.isToBeJudged()) {
                return judged(fault, seed, attempt + 1, last.noting(failures.toString()), run, depth, begin);
            }
        }
        return new ChaosRound(
                fault.name(), seed, last.what() + failures, TRIES_MAX, 0, 0, false, 0, 0, seconds(begin), "");
    }

    private ChaosRound judged(
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
