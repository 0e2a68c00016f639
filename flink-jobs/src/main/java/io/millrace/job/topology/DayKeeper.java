package io.millrace.job.topology;

import io.millrace.base.RunException;
import io.millrace.job.sinks.publish.FinishedDays;
import io.millrace.job.sinks.publish.RestorePoint;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.slab.BrokenLaw;
import io.millrace.job.slab.DoerSource;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Flags finished days while the job runs. It works where the job is coordinated, so no client has to wait for the job; it
 * is called now and then, looks for a checkpoint it has not dealt with, and does nothing when there is none.
 *
 * @param runRoot local path of the run folder
 * @param attempt start of the job
 * @param source of the world's laws
 */
record DayKeeper(String runRoot, int attempt, RunSimulation source) implements DoerSource<Runnable> {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public Runnable open() {
        return new Keeping(Path.of(runRoot), attempt, source);
    }

    private static final class Keeping implements Runnable {
        private final Path root;
        private final int attempt;
        private final RunSimulation source;
        private FinishedDays days;

        Keeping(Path root, int attempt, RunSimulation source) {
            this.root = root;
            this.attempt = attempt;
            this.source = source;
        }

        @Override
        public void run() {
            Optional<RestorePoint> newest = newest();
            if (newest.isEmpty()) {
                return;
            }
            if (days == null) {
                days = source.finishedDays(root);
            }
            try {
                days.finish(newest.get());
            } catch (RunException broken) {
                throw BrokenLaw.of(broken);
            }
        }

        /** Checkpoints go while one looks at them; then a newer one comes. */
        private Optional<RestorePoint> newest() {
            try {
                return RetainedCheckpoints.newestCheckpoint(root, attempt)
                        .map(RestorePoint::read)
                        .filter(point -> !point.marks().isEmpty());
            } catch (RunException | UncheckedIOException gone) {
                return Optional.empty();
            }
        }
    }
}
