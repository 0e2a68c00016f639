package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.job.replay.GuardedSink;
import io.millrace.job.replay.ReplayAttempt;
import io.millrace.job.replay.ReplayPace;
import io.millrace.job.sinks.kafka.BrokerAccess;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.testing.BrokerProcess;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedBroker;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.testing.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** What breaks between a checkpoint and its commit: each row is there once, or the replay says that it is not. */
@Tag("faults")
@Tag("F16")
@ExtendWith({SharedRuns.class, SharedBroker.class})
class ReplayFaultsITCase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static TestBroker broker;

    @TempDir
    private Path folder;

    private ReferenceRun reference;
    private ReplayStage stage;

    @BeforeAll
    static void share(TestBroker shared) {
        broker = shared;
    }

    @BeforeEach
    void prepare(ReferenceRun run) throws Exception {
        reference = run;
        stage = ReplayStage.in(folder, run, broker).at(ReplayPace.ByRate.steady(9_000));
        AtCommit.reset();
    }

    @Test
    void aReplayThatIsAwayForLessThanTheTimeoutCommitsWhatItLeftOpen() throws Exception {
        dieAtCommit(stage);
        assertThat(isOpen()).isTrue();

        assertThat(stage.run().end()).isEqualTo(ReplayJob.End.SENT);
        stage.requireExact();
    }

    @Test
    void aReplayThatIsAwayForLongerThanTheTimeoutSaysWhatIsLostAndGoesOnSayingIt() throws Exception {
        Path client = Files.writeString(folder.resolve("client.properties"), "transaction.timeout.ms=3000");
        ReplayStage hasty = stage.through(BrokerAccess.of(broker.address(), Optional.of(client)));
        dieAtCommit(hasty);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (isOpen()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }

        requireMismatch(hasty);
        long held = stage.committed();
        assertThat(held).isPositive().isLessThan(stage.rows());
        requireMismatch(hasty);
        assertThat(stage.committed()).as("sent by the start that only counts").isEqualTo(held);
        assertThat(stage.replay().resolve("report.json")).doesNotExist();
    }

    @Test
    void aBrokerThatIsKilledAtACommitIsWaitedFor() throws Exception {
        try (BrokerProcess process = BrokerProcess.start(folder.resolve("broker"))) {
            TestBroker other = TestBroker.at(process.address());
            ReplayStage fragile =
                    ReplayStage.in(folder.resolve("fragile"), reference, other).at(ReplayPace.ByRate.steady(9_000));
            AtCommit.action.set(process::killAndStart);

            assertThat(fragile.run(new ReplayStage.Told(), new WithAtCommit(10)).end())
                    .isEqualTo(ReplayJob.End.SENT);
            assertThat(AtCommit.done).isTrue();
            fragile.requireExact();
        }
    }

    @Test
    void aBrokerThatStaysAwayEndsTheReplayWhichGoesOnWhenItIsBack() throws Exception {
        try (BrokerProcess process = BrokerProcess.start(folder.resolve("broker"))) {
            ReplayStage fragile = ReplayStage.in(folder.resolve("fragile"), reference, TestBroker.at(process.address()))
                    .at(ReplayPace.ByRate.steady(3_000));
            Path client = Files.writeString(
                    folder.resolve("client.properties"),
                    "request.timeout.ms=500\ndefault.api.timeout.ms=1000\ndelivery.timeout.ms=2000\nmax.block.ms=1000\n");
            ReplayStage.Told told = new ReplayStage.Told() {
                @Override
                public boolean wantsToStop() {
                    if (ReplayStage.Breaking.checkpoints.get() > 2) {
                        try {
                            process.kill();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                    return false;
                }
            };
            assertThatThrownBy(() -> fragile.through(BrokerAccess.of(process.address(), Optional.of(client)))
                            .run(told, new ReplayStage.WithBreaking(10)))
                    .satisfies(failure -> assertThat(ReplayStage.problems(failure))
                            .singleElement()
                            .asString()
                            .startsWith("BROKER_UNREACHABLE " + process.address()
                                    + ": must answer as long as something is sent, was ")
                            .endsWith("bring it back, then give the same command again: it goes on from its last"
                                    + " checkpoint"));

            process.start();
            ReplayStage.Told again = new ReplayStage.Told();
            assertThat(fragile.run(again, new ReplayStage.Plain()).end()).isEqualTo(ReplayJob.End.SENT);
            assertThat(again.resumed).isPresent();
            fragile.requireExact();
        }
    }

    @ParameterizedTest
    @EnumSource(ReplaySettings.Begin.class)
    void aTaskThatWasFrozenBeforeItsCommitAddsNothingWhenItWakesUp(ReplaySettings.Begin begin) throws Exception {
        ReplayStage next = stage.at(ReplayStage.FLAT_OUT);
        try (FrozenReplay frozen = FrozenReplay.of(stage, broker.address())) {
            forgetLocks();
            ReplayStage.Told told = new ReplayStage.Told();
            ReplayJob.Outcome outcome =
                    switch (begin) {
                        case WHERE_IT_STOPPED -> next.run(told, new ReplayStage.Plain());
                        case AGAIN -> next.again().run(told, new ReplayStage.Plain());
                    };
            assertThat(outcome.end()).isEqualTo(ReplayJob.End.SENT);
            assertThat(told.resumed.isPresent()).isEqualTo(begin == ReplaySettings.Begin.WHERE_IT_STOPPED);
            long sent = stage.committed();

            assertThat(frozen.thaw()).contains("RUN_BUSY");
            assertThat(stage.committed()).isEqualTo(sent);
        }
        if (begin == ReplaySettings.Begin.WHERE_IT_STOPPED) {
            stage.requireExact();
        }
    }

    /** As on storage that has none. */
    private void forgetLocks() throws IOException {
        RunFiles.remove(stage.replay().resolve(".writers.d"));
        Files.delete(stage.replay().resolve(".lock"));
    }

    @Test
    void aSecondReplayWithTheSameTransactionalIdsIsRefusedWhileTheFirstWorks() throws Exception {
        ReplayStage elsewhere = stage.elsewhere(folder.resolve("elsewhere"));
        AtomicReference<Throwable> refused = new AtomicReference<>();
        ReplayStage.Told told = new ReplayStage.Told() {
            @Override
            public boolean wantsToStop() {
                if (refused.get() == null && ReplayStage.Breaking.checkpoints.get() > 0) {
                    refused.set(catchThrowable(elsewhere::run));
                }
                return false;
            }
        };
        stage.at(ReplayPace.ByRate.steady(3_000)).run(told, new ReplayStage.WithBreaking(0));

        assertThat(ReplayStage.problems(refused.get()))
                .singleElement()
                .asString()
                .startsWith("RUN_BUSY millrace-replay-" + stage.root().getFileName() + "-"
                        + stage.settings().name() + ".: must have no open transaction at the broker");
        stage.requireExact();
    }

    @Test
    void ofTwoReplaysThatShareTransactionalIdsNoneBelievesWhatTheOtherShutOut() throws Exception {
        ReplayStage elsewhere = stage.elsewhere(folder.resolve("elsewhere"));
        ReplayStage.Told stopping = new ReplayStage.Told() {
            @Override
            public boolean wantsToStop() {
                return ReplayStage.Breaking.checkpoints.get() > 0;
            }
        };
        assertThat(elsewhere
                        .at(ReplayPace.ByRate.steady(1_000))
                        .run(stopping, new ReplayStage.WithBreaking(0))
                        .end())
                .isEqualTo(ReplayJob.End.STOPPED);
        ReplayStage.Breaking.reset();
        FutureTask<ReplayJob.End> first =
                new FutureTask<>(() -> stage.run(new ReplayStage.Told(), new ReplayStage.WithBreaking(2))
                        .end());
        Thread thread = new Thread(first, "first replay");
        thread.start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ReplayStage.Breaking.checkpoints.get() == 0 && !first.isDone()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        FutureTask<ReplayJob.End> second = new FutureTask<>(() -> elsewhere
                .run(new ReplayStage.Told(), new ReplayStage.WithBreaking(2))
                .end());
        second.run();
        thread.join(PATIENCE.toMillis());
        assertThat(first.isDone()).as("the first one has ended").isTrue();

        requireHonest(first, stage);
        requireHonest(second, elsewhere);
    }

    /** Whoever says that all is sent has sent all; whoever was shut out says so. */
    private static void requireHonest(FutureTask<ReplayJob.End> end, ReplayStage stage) throws Exception {
        try {
            assertThat(end.get()).isEqualTo(ReplayJob.End.SENT);
        } catch (ExecutionException failed) {
            assertThat(stage.replay().resolve("report.json")).doesNotExist();
            return;
        }
        String replayId = JsonMapper.shared()
                .readTree(Files.readAllBytes(stage.replay().resolve("replay.json")))
                .required("replay_id")
                .asString();
        Set<String> ids = new HashSet<>();
        long messages = 0;
        stage.reader().forget();
        for (BusStream stream : BusStream.values()) {
            for (ConsumerRecord<byte[], byte[]> message : stage.reader().messages(stream)) {
                if (new String(message.headers().lastHeader("replay_id").value(), StandardCharsets.UTF_8)
                        .equals(replayId)) {
                    messages++;
                    ids.add(JsonMapper.shared()
                            .readTree(message.value())
                            .required("event_id")
                            .asString());
                }
            }
        }
        assertThat(messages).isEqualTo(stage.rows());
        assertThat(ids).hasSize((int) stage.rows());
    }

    /** Leaves a checkpoint whose transactions nobody has committed. */
    private static void dieAtCommit(ReplayStage stage) {
        AtCommit.action.set(() -> {
            throw new IllegalStateException("died before the commit");
        });
        assertThatThrownBy(() -> stage.run(new ReplayStage.Told(), new WithAtCommit(0)))
                .hasStackTraceContaining("died before the commit");
        AtCommit.reset();
        assertThat(stage.replay().resolve("checkpoints")).isNotEmptyDirectory();
    }

    private static void requireMismatch(ReplayStage stage) {
        assertThatThrownBy(stage::run).satisfies(failure -> assertThat(ReplayStage.problems(failure))
                .isNotEmpty()
                .allSatisfy(problem ->
                        assertThat(problem).startsWith("REPLAY_COUNT_MISMATCH ").contains("transaction.timeout.ms")));
    }

    private boolean isOpen() throws Exception {
        try (Admin admin = broker.access().admin()) {
            return admin
                    .listTransactions(new ListTransactionsOptions()
                            .filterStates(List.of(TransactionState.ONGOING, TransactionState.PREPARE_ABORT)))
                    .all()
                    .get()
                    .stream()
                    .anyMatch(transaction -> transaction
                            .transactionalId()
                            .contains("-" + stage.settings().name() + "."));
        }
    }

    private static final class WithAtCommit extends ReplayStage.WithBreaking {
        WithAtCommit(int restarts) {
            super(restarts);
        }

        @Override
        public GuardedSink.Check beforeCommit(ReplayAttempt attempt) {
            return new AtCommit();
        }
    }

    /** Does something once, before the third commit and with the first checkpoint behind it. */
    private static final class AtCommit implements GuardedSink.Check {
        private static final long serialVersionUID = 1L;
        private static final AtomicInteger commits = new AtomicInteger();
        private static final AtomicReference<Action> action = new AtomicReference<>();
        private static volatile boolean done;

        /** May fail in any way. */
        private interface Action {
            void run() throws Exception;
        }

        static void reset() {
            commits.set(0);
            action.set(() -> {});
            done = false;
        }

        @Override
        public void require() {
            if (commits.incrementAndGet() <= 2 || ReplayStage.Breaking.checkpoints.get() < 2) {
                return;
            }
            Action now = action.getAndSet(() -> {});
            try {
                now.run();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            done = true;
        }
    }
}
