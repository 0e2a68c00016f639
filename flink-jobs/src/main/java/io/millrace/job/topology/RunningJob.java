package io.millrace.job.topology;

import io.millrace.job.attach.AttachOperator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;

/**
 * A submitted job: waits for its end, tells how far it is, and stops it when whoever waits stops waiting. A run without
 * end is stopped with a savepoint when all its sources stand at the pause.
 */
final class RunningJob {
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final long CANCEL_SECONDS = 60;
    private static final long STOP_SECONDS = 600;
    private static final int STOPS_FAILED_MAX = 60;

    private final JobClient job;
    private final JobWatcher watcher;
    private final int parallelism;
    private final OptionalLong untilMicros;
    private final String savepoints;
    private StoppedAtSavepoint.Reason reason = StoppedAtSavepoint.Reason.ASKED;
    /** What the job was asked for to stop. */
    private Optional<CompletableFuture<String>> savepoint = Optional.empty();

    private long askedNanos;
    private int stopsFailed;

    /**
     * @param parallelism of the sources
     * @param untilMicros event time at which the sources pause
     * @param savepoints URI of the folder for them: a session cluster does not ask the job where
     */
    RunningJob(JobClient job, JobWatcher watcher, int parallelism, OptionalLong untilMicros, String savepoints) {
        this.job = job;
        this.watcher = watcher;
        this.parallelism = parallelism;
        this.untilMicros = untilMicros;
        this.savepoints = savepoints;
    }

    /**
     * Returns at the end of the job; a watcher that throws cancels it, as does a stop that gets no savepoint; its
     * checkpoints stay.
     *
     * @return why it was stopped, if it was
     */
    StoppedAtSavepoint.Reason await() throws Exception {
        CompletableFuture<JobExecutionResult> end = job.getJobExecutionResult();
        try {
            watch(end);
        } catch (Exception stopped) {
            if (!end.isDone()) {
                cancel(end, stopped);
            }
            throw stopped;
        }
        return reason;
    }

    private void watch(CompletableFuture<JobExecutionResult> end) throws Exception {
        while (true) {
            try {
                end.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException stillRunning) {
                look();
            } catch (ExecutionException failure) {
                throw reason(failure);
            }
        }
    }

    private void look() throws Exception {
        Map<String, Object> counters = counters();
        if (counters.get(AttachOperator.ARRIVALS_DONE) instanceof Long arrivals) {
            boolean isKnown =
                    counters.get(AttachOperator.EVENT_MILLIS) instanceof Long millis && millis > Long.MIN_VALUE;
            watcher.progressed(arrivals, isKnown ? (Long) counters.get(AttachOperator.EVENT_MILLIS) * 1_000 : -1);
        }
        if (savepoint.isPresent()) {
            watcher.stopping();
            settle(savepoint.get());
            return;
        }
        boolean stands = stands(counters);
        if (stands || watcher.wantsToStop()) {
            reason = stands ? StoppedAtSavepoint.Reason.PAUSE : StoppedAtSavepoint.Reason.ASKED;
            savepoint = Optional.of(ask());
            askedNanos = System.nanoTime();
        }
    }

    /** Without drain: open sessions stay open in the savepoint. An embedded cluster that has ended with its job refuses. */
    private CompletableFuture<String> ask() {
        try {
            return job.stopWithSavepoint(false, savepoints, SavepointFormatType.CANONICAL);
        } catch (IllegalStateException gone) {
            return CompletableFuture.failedFuture(gone);
        }
    }

    /** Whether every source has handed out all before the pause. */
    private boolean stands(Map<String, Object> counters) {
        if (untilMicros.isEmpty()) {
            return false;
        }
        long pause = Math.floorDiv(untilMicros.getAsLong(), 1_000L) - 1;
        return IntStream.range(0, parallelism)
                .allMatch(subtask -> counters.get(AttachOperator.SUBTASK_MILLIS + subtask) instanceof Long millis
                        && millis >= pause);
    }

    /** A job that was in no state to take one is asked again, for that passes. */
    private void settle(CompletableFuture<String> asked) throws Exception {
        if (!asked.isDone() && System.nanoTime() - askedNanos > TimeUnit.SECONDS.toNanos(STOP_SECONDS)) {
            throw new TimeoutException("no savepoint after " + STOP_SECONDS + " s");
        }
        if (asked.isCompletedExceptionally()) {
            stopsFailed++;
            savepoint = Optional.empty();
            if (stopsFailed == STOPS_FAILED_MAX) {
                try {
                    asked.get();
                } catch (ExecutionException failure) {
                    throw reason(failure);
                }
            }
        }
    }

    private static Exception reason(ExecutionException failure) {
        return failure.getCause() instanceof Exception cause ? cause : failure;
    }

    /** Empty when there are none to be had now: they travel with heartbeats, and an embedded cluster ends with its job. */
    private Map<String, Object> counters() throws InterruptedException {
        try {
            return job.getAccumulators().get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | IllegalStateException notNow) {
            return Map.of();
        }
    }

    private void cancel(CompletableFuture<JobExecutionResult> end, Exception reason) {
        try {
            job.cancel().get(CANCEL_SECONDS, TimeUnit.SECONDS);
            end.get(CANCEL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException cancelled) {
            // The end of a cancelled job is told as a failure.
        } catch (InterruptedException | TimeoutException notCancelled) {
            reason.addSuppressed(notCancelled);
        }
    }
}
