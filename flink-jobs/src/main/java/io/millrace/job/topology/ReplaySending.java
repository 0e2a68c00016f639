package io.millrace.job.topology;

import io.millrace.job.replay.GuardedSink;
import io.millrace.job.replay.ReplayAttempt;
import io.millrace.job.replay.ReplayEnd;
import io.millrace.job.replay.ReplayPlan;
import io.millrace.job.replay.ReplaySource;
import io.millrace.job.sinks.kafka.BrokerWatch;
import io.millrace.job.sinks.kafka.Delivery;
import io.millrace.job.sinks.kafka.JobFailures;
import io.millrace.job.sinks.kafka.KafkaSinks;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job of a replay, from its graph to its end; meanwhile somebody asks whether its broker is still there. */
final class ReplaySending {
    /** A broker that restarts is waited for by its clients; these are for one that takes longer. */
    private static final int RESTARTS_MAX = 10;

    private final ReplaySettings settings;
    private final ReplayJob.Watcher watcher;
    private final ReplayJob.Submission submission;
    private final ReplayFolder folder;

    ReplaySending(
            ReplaySettings settings, ReplayJob.Watcher watcher, ReplayJob.Submission submission, ReplayFolder folder) {
        this.settings = settings;
        this.watcher = watcher;
        this.submission = submission;
        this.folder = folder;
    }

    /**
     * Sends what is left, and returns at the end of the job.
     *
     * @param replayId on every message
     * @param point checkpoint or savepoint it goes on from; empty for a beginning
     * @return the savepoint it was stopped with
     * @throws io.millrace.base.ContractException BROKER_UNREACHABLE when the broker has gone and stays away, BROKER_REFUSED
     */
    Optional<Path> run(ReplayPlan plan, ReplayAttempt attempt, String replayId, Delivery delivery, Optional<Path> point)
            throws Exception {
        StreamExecutionEnvironment env = environment(point);
        ReplayTopology.define(
                submission.messages(ReplayTopology.messages(env, source(plan, attempt))),
                new GuardedSink(
                        KafkaSinks.of(settings.broker(), plan.topics(), plan.identity(), replayId, delivery),
                        attempt::requireNewest,
                        submission.beforeCommit(attempt)));
        watcher.started(plan.topics(), point, ReplayEnd.rowsAtMost(plan));
        folder.forgetStanding();
        try (BrokerWatch broker = BrokerWatch.of(settings.broker(), plan.topics())) {
            await(env.executeAsync("millrace replay " + plan.identity().runId()), broker);
        }
        Optional<Path> now = folder.newestPoint();
        boolean isSavepoint = now.isPresent() && now.get().startsWith(folder.savepoints()) && !now.equals(point);
        return isSavepoint ? now : Optional.empty();
    }

    private StreamExecutionEnvironment environment(Optional<Path> point) {
        JobSettings job = new JobSettings(
                settings.job().parallelism(),
                JobSettings.BUCKETS,
                JobSettings.SLAB_ROWS,
                settings.job().checkpointInterval());
        Configuration flink =
                job.configuration(JobSettings.flinkPath(folder.checkpoints()), point.map(JobSettings::flinkPath));
        flink.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, JobSettings.flinkPath(folder.savepoints()));
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS_MAX);
        return StreamExecutionEnvironment.getExecutionEnvironment(submission.flink(flink));
    }

    private ReplaySource source(ReplayPlan plan, ReplayAttempt attempt) {
        ReplaySource source = new ReplaySource(plan, settings.job().pace(), attempt, submission.sliceRows());
        return switch (settings.messages().extent()) {
            case PUBLISHED -> source;
            case GROWING -> source.growing(settings.runRoot());
        };
    }

    private void await(JobClient job, BrokerWatch broker) throws Exception {
        try {
            new RunningJob(
                            job,
                            new Asked(broker),
                            settings.job().parallelism(),
                            OptionalLong.empty(),
                            JobSettings.flinkPath(folder.savepoints()))
                    .await();
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception failure) {
            throw JobFailures.told(settings.broker(), failure);
        }
    }

    /** The wish of our watcher, unless the broker has gone. */
    private final class Asked implements JobWatcher {
        private final BrokerWatch broker;

        Asked(BrokerWatch broker) {
            this.broker = broker;
        }

        @Override
        public boolean wantsToStop() {
            broker.look();
            if (settings.messages().extent() == ReplaySettings.Extent.GROWING) {
                folder.standing(settings.job().parallelism()).ifPresent(watcher::caughtUp);
            }
            return watcher.wantsToStop();
        }

        @Override
        public void stopping() {
            broker.look();
        }
    }
}
