package io.millrace.job.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.StateFixture;
import io.millrace.slab.EventSlab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one writer of a run: the newest attempt commits, a process that has tasks is seen, a wrong restore is refused. */
class FenceTest {
    @TempDir
    Path run;

    @Test
    @Tag("F11")
    void aCommitOfAnAttemptThatWasTakenOverDoesNotAppear() throws Exception {
        Ledger ledger = new Ledger(run);
        ledger.begin(ledger.attempts(), Optional.empty());
        LedgerCommitter committer = committer(1);
        Path staged =
                Files.createDirectories(run.resolve("data/layer3/6B/events")).resolve(".part-1-0-0-0");
        Files.writeString(staged, "abc");
        PartFile file = new PartFile(
                "events",
                "data/layer3/6B/events",
                1,
                5,
                0,
                0,
                ".part-1-0-0-0",
                new byte[0],
                1,
                new PartEncoder.Content(1, "0".repeat(32), new TreeMap<>(), 0, 0),
                3,
                "a".repeat(64));
        ledger.begin(ledger.attempts(), Optional.empty());

        assertThatThrownBy(() -> committer.commit(List.of(new Request(file))))
                .hasStackTraceContaining("RUN_BUSY")
                .hasStackTraceContaining("attempt 2 was begun");
        assertThat(run.resolve(file.path())).doesNotExist();
        assertThat(ledger.all()).isEmpty();

        committer(2).commit(List.of(new Request(file)));
        assertThat(run.resolve(file.path())).hasContent("abc");
        assertThat(ledger.retireLateCommits(2)).as("file and line").isEqualTo(2);
        assertThat(run.resolve(file.path())).doesNotExist();
    }

    @Test
    @Tag("F11")
    void aWriterWhoseRunWasTakenOverHandsNothingToTheCheckpoint() throws Exception {
        Ledger ledger = new Ledger(run);
        ledger.begin(ledger.attempts(), Optional.empty());
        try (PartFileWriter<EventSlab> writer = writer(1)) {
            writer.write(row(), null);
            assertThat(writer.prepareCommit()).as("the newest attempt").hasSize(1);
            writer.write(row(), null);
            ledger.begin(ledger.attempts(), Optional.empty());

            assertThatThrownBy(writer::prepareCommit)
                    .hasStackTraceContaining("RUN_BUSY")
                    .hasStackTraceContaining("attempt 2 was begun");
        }
        assertThat(ledger.all()).isEmpty();
        assertThat(RunFiles.named(run.resolve("data"), "part-.*")).isEmpty();
        assertThatThrownBy(() -> new LedgerSink<EventSlab>(
                                settings(RunAttempt.first(1)), new LedgerSinkITCase.LineEncoder())
                        .createWriter(null))
                .as("nor does a task begin")
                .hasStackTraceContaining("attempt 2 was begun");
    }

    @Test
    @Tag("F11")
    void aTaskThatIsThawedAfterTheRunWasPublishedLeavesNoFile() throws Exception {
        Ledger ledger = new Ledger(run);
        ledger.begin(ledger.attempts(), Optional.empty());
        try (PartFileWriter<EventSlab> writer = writer(1)) {
            writer.write(row(), null);
            ledger.close(1);
            assertThat(ledger.retireTemporaries(1)).as("what it had open").isEqualTo(1);
            assertThatThrownBy(writer::prepareCommit).hasStackTraceContaining("all rows are committed and published");
        }
        try (PartFileWriter<EventSlab> thawed = writer(1)) {
            assertThatThrownBy(() -> thawed.write(row(), null)).hasStackTraceContaining("RUN_BUSY");
        }
        assertThat(RunFiles.named(run.resolve("data"), ".*")).isEmpty();
        ledger.begin(ledger.attempts(), Optional.empty());
        try (PartFileWriter<EventSlab> next = writer(2)) {
            next.write(row(), null);
            assertThat(next.prepareCommit()).as("another attempt").hasSize(1);
        }
    }

    private PartFileWriter<EventSlab> writer(int attempt) throws IOException {
        return new PartFileWriter<>(
                settings(RunAttempt.first(attempt)),
                new LedgerSinkITCase.LineEncoder(),
                0,
                0,
                new WriterMetrics(new UnregisteredMetricsGroup(), "events"),
                0);
    }

    private static EventSlab row() {
        EventSlab slab = new EventSlab(1);
        slab.addRow();
        return slab;
    }

    @Test
    void aRunIsHeldAsLongAsOneTaskOfItIsOpen() throws Exception {
        assertThat(RunHold.isHeld(run)).isFalse();
        RunHold first = RunHold.of(run.toUri().toString());
        RunHold second = RunHold.of(run.toUri().toString());
        first.close();
        first.close();
        assertThat(RunHold.isHeld(run.toAbsolutePath())).isTrue();
        second.close();
        assertThat(RunHold.isHeld(run)).isFalse();
    }

    @Test
    void stateOfAnotherRunOrOfAPointNotRewoundToIsRefused() {
        TreeMap<String, String> identity = new TreeMap<>();
        identity.put("millrace.seed", "42");
        RunAttempt third = new RunAttempt(3, "c", 1, 7, identity);
        new RunMark(1, "a", 7, identity).requireRestorableBy(third);
        new RunMark(3, "c", 9, identity).requireRestorableBy(third);
        assertThatThrownBy(() -> new RunMark(1, "a", 6, identity).requireRestorableBy(third))
                .hasMessageContaining("IO_WRITE_CONFLICT: checkpoint 6 of attempt 1")
                .hasMessageContaining("millrace rewind RUN --to PATH");
        assertThatThrownBy(() -> new RunMark(3, "other", 9, identity).requireRestorableBy(third))
                .hasMessageContaining("IO_WRITE_CONFLICT");
        TreeMap<String, String> other = new TreeMap<>(identity);
        other.put("millrace.seed", "43");
        assertThatThrownBy(() -> new RunMark(1, "a", 7, other).requireRestorableBy(third))
                .hasMessageContaining("RUN_IDENTITY_MISMATCH")
                .hasMessageContaining("millrace.seed must be 42, was 43");
    }

    @Test
    void aMarkComesBackFromItsBytes() throws Exception {
        TreeMap<String, String> identity = new TreeMap<>();
        identity.put("millrace.laws", "{}");
        RunMark mark = new RunMark(2, "f00d", 11, identity);
        RunMarkSerializer serializer = new RunMarkSerializer();
        assertThat(serializer.deserialize(2, serializer.serialize(mark))).isEqualTo(mark);
        RunMark counted = new RunMark(2, "f00d", 11, identity, new RunMark.Written("events", 1_767_225_599_999L, 17));
        assertThat(serializer.deserialize(2, serializer.serialize(counted))).isEqualTo(counted);
        assertThatThrownBy(() -> serializer.deserialize(3, new byte[0])).hasMessageContaining("state version 3");
    }

    /** A mark and a part file as version 0.1 left them in the state of a sink. */
    @Test
    @Tag("F14")
    void stateOfTheFirstVersionIsRead() throws Exception {
        TreeMap<String, String> identity = new TreeMap<>();
        identity.put("millrace.seed", "42");
        RunMark mark = new RunMark(2, "f00d", 11, identity);
        RunMarkSerializer marks = new RunMarkSerializer();
        byte[] oldMark =
                StateFixture.of("run-mark.state", SimpleVersionedSerialization.writeVersionAndSerialize(marks, mark));
        assertThat(SimpleVersionedSerialization.readVersionAndDeSerialize(marks, oldMark))
                .isEqualTo(mark);

        TreeMap<String, String> links = new TreeMap<>();
        links.put("flow", "1:2");
        PartFile file = new PartFile(
                "events",
                "data/layer3/6B/events",
                1,
                5,
                3,
                2,
                ".part-1-0-3-2",
                new byte[] {7, 8},
                1,
                new PartEncoder.Content(9, "0".repeat(32), links, 10, 11),
                12,
                "a".repeat(64));
        PartFileSerializer files = new PartFileSerializer();
        byte[] oldFile =
                StateFixture.of("part-file.state", SimpleVersionedSerialization.writeVersionAndSerialize(files, file));
        PartFile read = SimpleVersionedSerialization.readVersionAndDeSerialize(files, oldFile);
        assertThat(read).usingRecursiveComparison().isEqualTo(file);
        assertThatThrownBy(() -> files.deserialize(2, new byte[0])).hasMessageContaining("state version 2");
    }

    private LedgerCommitter committer(int attempt) throws IOException {
        return new LedgerCommitter(
                settings(RunAttempt.first(attempt)),
                new CommitMetrics(new UnregisteredMetricsGroup(), "events", PartFile.UNSTAMPED));
    }

    private LedgerSinkSettings settings(RunAttempt attempt) {
        return new LedgerSinkSettings(run.toUri().toString(), "events", "data/layer3/6B/events", "", attempt);
    }

    /** A request that nobody answers. */
    record Request(PartFile file) implements Committer.CommitRequest<PartFile> {
        @Override
        public PartFile getCommittable() {
            return file;
        }

        @Override
        public int getNumberOfRetries() {
            return 0;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable reason) {}

        @Override
        public void signalFailedWithUnknownReason(Throwable reason) {}

        @Override
        public void retryLater() {}

        @Override
        public void updateAndRetryLater(PartFile committable) {}

        @Override
        public void signalAlreadyCommitted() {}
    }
}
