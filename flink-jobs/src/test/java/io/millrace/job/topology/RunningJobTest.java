package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.Test;

/** A job that is asked to stop: how long it is waited for, and by whom it may be ended meanwhile. */
class RunningJobTest {
    private static final String SAVEPOINTS = "file:/savepoints";

    @Test
    void whoeverWatchesAJobMayEndItWhileItIsBeingStopped() {
        Job job = new Job(List.of(new CompletableFuture<>()));
        IllegalStateException away = new IllegalStateException("the broker is away");
        AtomicInteger looks = new AtomicInteger();
        JobWatcher watcher = new Impatient() {
            @Override
            public void stopping() {
                if (looks.incrementAndGet() == 2) {
                    throw away;
                }
            }
        };

        assertThatThrownBy(() -> running(job, watcher).await()).isSameAs(away);
        assertThat(looks).hasValue(2);
        assertThat(job.isCancelled).isTrue();
    }

    @Test
    void aStopThatFailsIsAskedForOnceMore() throws Exception {
        Job job = new Job(List.of(
                CompletableFuture.failedFuture(new IllegalStateException("tasks are not running")),
                CompletableFuture.completedFuture(SAVEPOINTS + "/1")));

        assertThat(running(job, new Impatient()).await()).isEqualTo(StoppedAtSavepoint.Reason.ASKED);
        assertThat(job.stops).isEmpty();
        assertThat(job.isCancelled).isFalse();
    }

    @Test
    void aJobThatEndsBeforeItIsAskedToStopHasEndedWell() throws Exception {
        Job job = new Job(List.of());

        running(job, new Impatient()).await();
        assertThat(job.isCancelled).isFalse();
    }

    private static RunningJob running(Job job, JobWatcher watcher) {
        return new RunningJob(job, watcher, 1, OptionalLong.empty(), SAVEPOINTS);
    }

    /** Wants the job to stop from the first look on. */
    private static class Impatient implements JobWatcher {
        @Override
        public boolean wantsToStop() {
            return true;
        }
    }

    /** Answers each wish to stop by the next of some answers, and ends with a savepoint that is whole. */
    private static final class Job implements JobClient {
        private final Queue<CompletableFuture<String>> stops;
        private final CompletableFuture<JobExecutionResult> end = new CompletableFuture<>();
        private boolean isCancelled;

        Job(List<CompletableFuture<String>> stops) {
            this.stops = new ArrayDeque<>(stops);
        }

        @Override
        public CompletableFuture<String> stopWithSavepoint(
                boolean advanceToEndOfEventTime, String folder, SavepointFormatType format) {
            assertThat(advanceToEndOfEventTime).isFalse();
            assertThat(folder).isEqualTo(SAVEPOINTS);
            if (stops.isEmpty()) {
                end.complete(new JobExecutionResult(getJobID(), 0, Map.of()));
                throw new IllegalStateException("the cluster has ended with its job");
            }
            CompletableFuture<String> stop = stops.remove();
            return stop.whenComplete((savepoint, failure) -> {
                if (failure == null) {
                    end.complete(new JobExecutionResult(getJobID(), 0, Map.of()));
                }
            });
        }

        @Override
        public CompletableFuture<Void> cancel() {
            isCancelled = true;
            end.completeExceptionally(new IllegalStateException("cancelled"));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<JobExecutionResult> getJobExecutionResult() {
            return end;
        }

        @Override
        public CompletableFuture<Map<String, Object>> getAccumulators() {
            return CompletableFuture.completedFuture(Map.of());
        }

        @Override
        public JobID getJobID() {
            return new JobID(1, 2);
        }

        @Override
        public CompletableFuture<JobStatus> getJobStatus() {
            return CompletableFuture.completedFuture(JobStatus.RUNNING);
        }

        @Override
        public CompletableFuture<String> triggerSavepoint(String folder, SavepointFormatType format) {
            throw new IllegalStateException("a job is stopped with its savepoint, and asked for no other");
        }
    }
}
