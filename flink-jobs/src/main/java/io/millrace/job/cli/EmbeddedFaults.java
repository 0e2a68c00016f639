package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Faults of runs whose whole cluster is the process of {@code generate}. */
final class EmbeddedFaults implements ChaosFaults {
    private static final int REFUSED_AS_BUSY = ErrorCode.RUN_BUSY.exit();
    private static final List<Integer> PARALLELISMS = List.of(2, 1, 4);
    private static final List<String> ELSEWHERE = List.of(
            "-Duser.timezone=Asia/Kolkata", "-Duser.language=tr", "-Duser.country=TR", "-Dfile.encoding=ISO-8859-1");
    /** An older checkpoint needs a newer one. */
    private static final double SHARE_OF_SECOND_CHECKPOINT = 0.3;

    private final ChaosStage stage;

    EmbeddedFaults(ChaosStage stage) {
        this.stage = stage;
    }

    @Override
    public ChaosTry disturb(ChaosFault fault, int seed, int attempt, ChaosRun run)
            throws IOException, InterruptedException, EndedByItself {
        return switch (fault) {
            case F4 -> killed(seed, attempt, run);
            case F6 -> older(seed, attempt, run);
            case F11 -> frozen(seed, attempt, run);
            case F17 -> elsewhere(seed, attempt, run);
            case F1, F2, F3, F5, F7, F8, F9, F10, F12, F13, F14, F15, F16, F18, F19, F20 ->
                throw new IllegalArgumentException(fault + " is none of one process");
        };
    }

    private ChaosTry killed(int seed, int attempt, ChaosRun run)
            throws IOException, InterruptedException, EndedByItself {
        StringBuilder what = new StringBuilder();
        int kills = 1 + seed % 2;
        for (int kill = 0; kill < kills; kill++) {
            ChaosMoment moment = ChaosMoment.of(seed, attempt + 3 * kill);
            if (!kill(moment, run)) {
                return ChaosTry.missed("kill -9");
            }
            what.append("kill -9; ");
        }
        int parallelism = PARALLELISMS.get(seed % PARALLELISMS.size());
        return takenUp(run, kills, what.toString(), parallelism, List.of(), List.of(), Map.of());
    }

    private ChaosTry older(int seed, int attempt, ChaosRun run)
            throws IOException, InterruptedException, EndedByItself {
        boolean lives = kill(ChaosMoment.of(seed, attempt).notBefore(SHARE_OF_SECOND_CHECKPOINT), run);
        if (!lives) {
            return ChaosTry.missed("kill -9");
        }
        Optional<Path> older = run.olderCheckpoint();
        Optional<String> newest = run.resumesFrom();
        Optional<ChaosTry> lost =
                ChaosTry.ifNotToBeTakenUp("kill -9", run.committedFiles(), run.isUnfinished(stage.arrivals()), newest);
        if (lost.isPresent()) {
            return lost.get();
        }
        if (older.isEmpty()
                || newest.orElseThrow().equals(older.get().getFileName().toString())) {
            return ChaosTry.missed("kill -9; no older checkpoint");
        }
        String what = "kill -9; from " + older.get().getFileName() + " in place of " + newest.orElseThrow() + "; ";
        return takenUp(run, 1, what, 2, List.of("--from", older.get().toString()), List.of(), Map.of());
    }

    private ChaosTry elsewhere(int seed, int attempt, ChaosRun run)
            throws IOException, InterruptedException, EndedByItself {
        if (!kill(ChaosMoment.of(seed, attempt), run)) {
            return ChaosTry.missed("kill -9");
        }
        return takenUp(run, 1, "kill -9; elsewhere; ", 2, List.of(), ELSEWHERE, Map.of("TZ", "Asia/Kolkata"));
    }

    /** While one process is frozen with the run in its hands, another must be refused; then the first goes on. */
    private ChaosTry frozen(int seed, int attempt, ChaosRun run)
            throws IOException, InterruptedException, EndedByItself {
        ChaosProcess process = stage.embedded(run.runs(), 2, List.of());
        boolean lives = ChaosMoment.of(seed, attempt).await(process, run, stage);
        if (lives) {
            process.freeze();
            lives = run.isUnfinished(stage.arrivals());
        }
        if (!lives) {
            process.kill();
            return ChaosTry.missed("SIGSTOP of the process");
        }
        long files = run.committedFiles();
        int exit = stage.embedded(run.runs(), 2, List.of()).await();
        process.thaw();
        int thawed = process.await();
        String refused = exit == REFUSED_AS_BUSY ? "" : "a second writer ended with exit " + exit + "; ";
        return new ChaosTry(
                1,
                "SIGSTOP of the process; a second writer; SIGCONT",
                files,
                thawed == 0 ? refused : refused + "the thawed process ended with exit " + thawed);
    }

    /** @return false when the fault did not meet a run at work */
    private boolean kill(ChaosMoment moment, ChaosRun run) throws IOException, InterruptedException, EndedByItself {
        ChaosProcess process = stage.embedded(run.runs(), 2, List.of());
        boolean lives = moment.await(process, run, stage);
        process.kill();
        return lives && run.isUnfinished(stage.arrivals());
    }

    private ChaosTry takenUp(
            ChaosRun run,
            int times,
            String what,
            int parallelism,
            List<String> more,
            List<String> options,
            Map<String, String> variables)
            throws IOException, InterruptedException {
        long files = run.committedFiles();
        int exit = stage.embedded(run.runs(), parallelism, more, options, variables)
                .await();
        return new ChaosTry(
                times,
                what + "taken up at parallelism " + parallelism,
                files,
                exit == 0 ? "" : "the last start ended with exit " + exit);
    }
}
