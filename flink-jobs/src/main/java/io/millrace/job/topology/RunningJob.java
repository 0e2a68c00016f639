package io.millrace.job.topology;

import io.millrace.job.attach.AttachOperator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;

/** A submitted job: waits for its end, tells how far it is, and stops it when whoever waits stops waiting. */
final class RunningJob {
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final long CANCEL_SECONDS = 60;

    private final JobClient job;
    private final GenerateJob.Watcher watcher;

    RunningJob(JobClient job, GenerateJob.Watcher watcher) {
        this.job = job;
        this.watcher = watcher;
    }

    /** Returns at the end of the job; a watcher that throws cancels it, and its checkpoints stay. */
    void await() throws Exception {
        CompletableFuture<JobExecutionResult> end = job.getJobExecutionResult();
        try {
            watch(end);
        } catch (RuntimeException | InterruptedException stopped) {
            if (!end.isDone()) {
                cancel(end, stopped);
            }
            throw stopped;
        }
    }

    private void watch(CompletableFuture<JobExecutionResult> end) throws Exception {
        while (true) {
            try {
                end.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException stillRunning) {
                look();
            } catch (ExecutionException failure) {
                throw failure.getCause() instanceof Exception cause ? cause : failure;
            }
        }
    }

    private void look() throws InterruptedException {
        Map<String, Object> counters = counters();
        if (counters.get(AttachOperator.ARRIVALS_DONE) instanceof Long arrivals) {
            boolean isKnown =
                    counters.get(AttachOperator.EVENT_MILLIS) instanceof Long millis && millis > Long.MIN_VALUE;
            watcher.progressed(arrivals, isKnown ? (Long) counters.get(AttachOperator.EVENT_MILLIS) * 1_000 : -1);
        }
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
