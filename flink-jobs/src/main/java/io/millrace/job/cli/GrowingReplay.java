package io.millrace.job.cli;

import io.millrace.job.replay.ReplayPace;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.BusTopic;
import io.millrace.job.sinks.publish.Frontier;
import io.millrace.job.topology.ReplayJob;
import io.millrace.job.topology.ReplaySettings;
import io.millrace.run.RunFolder;
import io.millrace.run.RunIdentity;
import io.millrace.run.SealedRun;
import io.millrace.slab.SlabKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The second job of {@code generate --to kafka}: sends what the first one has committed, while that goes on. Each has
 * checkpoints of its own; what lies between them are the files of the run.
 */
final class GrowingReplay {
    /** Of the replay, and of its folder. */
    static final String NAME = "generate";

    private final Console console;
    private final BusOptions bus;
    private final Duration checkpointInterval;
    private final AtomicBoolean stop = new AtomicBoolean();
    /** Event time that it sends everything before, once the generation was stopped. */
    private final AtomicLong stopAtMicros = new AtomicLong(Long.MAX_VALUE);

    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private Optional<CompletableFuture<ReplayJob.Outcome>> job = Optional.empty();
    private ReplayWatcher watcher;

    GrowingReplay(Console console, BusOptions bus, Duration checkpointInterval) {
        this.console = console;
        this.bus = bus;
        this.checkpointInterval = checkpointInterval;
    }

    /**
     * Returns when broker and topics are fit, so that nothing is generated for a broker that refuses.
     *
     * @param runRoot folder of a sealed run
     */
    void begin(Path runRoot) {
        ReplaySettings settings = new ReplaySettings(
                runRoot,
                NAME,
                bus.access(),
                new ReplaySettings.Messages(
                        bus.topics(),
                        bus.key(),
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        OptionalLong.empty(),
                        ReplaySettings.Extent.GROWING),
                bus.sending(),
                new ReplaySettings.Job(
                        new ReplayPace.FlatOut(),
                        1,
                        checkpointInterval,
                        ReplaySettings.Begin.WHERE_IT_STOPPED,
                        ReplaySettings.Check.COUNT));
        watcher = new ReplayWatcher(console, settings, stop::get) {
            @Override
            public void started(List<BusTopic> topics, Optional<Path> resumed, long rowsAtMost) {
                super.started(topics, resumed, rowsAtMost);
                begun.complete(null);
            }

            @Override
            public void caughtUp(long untilMicros) {
                if (untilMicros >= stopAtMicros.get()) {
                    stop.set(true);
                }
            }
        };
        CompletableFuture<ReplayJob.Outcome> end =
                CompletableFuture.supplyAsync(() -> run(settings), GrowingReplay::inThread);
        job = Optional.of(end);
        join(CompletableFuture.anyOf(begun, end));
    }

    private ReplayJob.Outcome run(ReplaySettings settings) {
        try {
            return new ReplayJob(settings, watcher).run();
        } catch (Exception failure) {
            throw new CompletionException(failure);
        }
    }

    private static void inThread(Runnable task) {
        Thread thread = new Thread(task, "growing-replay");
        thread.setDaemon(true);
        thread.start();
    }

    /** Throws what it has broken on, if it has. */
    void requireAlive() {
        job.filter(CompletableFuture::isCompletedExceptionally).ifPresent(GrowingReplay::join);
    }

    /** Returns when all of a published run is sent and counted. */
    ReplayJob.Outcome finish(Path runRoot) {
        if (job.isEmpty()) {
            begin(runRoot);
        }
        return join(job.orElseThrow());
    }

    /**
     * Stops it with a savepoint, once it has sent what a stopped run has.
     *
     * @param runRoot folder of the run that nobody writes any more
     */
    Optional<ReplayJob.Outcome> stop(Path runRoot) {
        List<SlabKind> kinds =
                Arrays.stream(BusStream.values()).map(BusStream::kind).toList();
        RunIdentity identity = SealedRun.open(RunFolder.at(runRoot)).identity();
        stopAtMicros.set(new Frontier(runRoot, identity, kinds)
                .look()
                .map(Frontier.At::untilMicros)
                .orElse(Long.MIN_VALUE));
        return job.map(GrowingReplay::join);
    }

    void tell(ReplayJob.Outcome outcome) {
        watcher.ended(outcome);
    }

    /** Whatever broke the generation, this one stops; the same command takes both up. */
    void leave() {
        stop.set(true);
        job.ifPresent(end -> end.handle((outcome, failure) -> outcome).join());
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }
}
