package io.millrace.job.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.RunException;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.slab.EventSlab;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobInfo;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.TaskInfoImpl;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.UserCodeClassLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a writer takes over from those before it, by which readers of a run that grows know that it is whole. */
class LedgerSinkTest {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    @TempDir
    private Path run;

    private LedgerSinkSettings settings;
    private LedgerSink<EventSlab> sink;

    @BeforeEach
    void begin() throws IOException {
        Ledger ledger = new Ledger(run);
        settings = new LedgerSinkSettings(
                run.toUri().toString(),
                "events",
                "data/layer3/6B/events",
                "ts_utc",
                RunAttempt.first(ledger.begin(ledger.attempts(), Optional.empty())));
        sink = new LedgerSink<>(settings, new LedgerSinkITCase.LineEncoder());
    }

    @Test
    void afterAFailureBetweenTwoCheckpointsAFileIsStagedUnderAnotherNameAndCountedOnce() throws Exception {
        Collection<PartFile> before;
        List<RunMark> state;
        try (PartFileWriter<EventSlab> first = writer(0, List.of())) {
            write(first, 0);
            write(first, 1);
            before = first.prepareCommit();
            state = first.snapshotState(1);
            // Closed with its day, and lost with the task: no checkpoint has it.
            write(first, 9);
            first.writeWatermark(Watermark.MAX_WATERMARK);
        }
        assertThat(filesOf(state)).isEqualTo(2);

        try (PartFileWriter<EventSlab> second = writer(1, state)) {
            write(second, 9);
            Collection<PartFile> after = second.prepareCommit();
            assertThat(filesOf(second.snapshotState(2))).isEqualTo(3);
            assertThat(Stream.concat(before.stream(), after.stream()).map(PartFile::stagedName))
                    .containsExactly(".part-1-0-0-0", ".part-1-0-0-1", ".part-1-1-0-0");

            commit(before, 1);
            commit(after, 2);
        }
        assertThat(new Ledger(run).all())
                .as("as many lines as the state tells files")
                .hasSize(3)
                .extracting(LedgerEntry::rows)
                .containsOnly(1L);
    }

    @Test
    void aLineIsSeenWithItsFileAndNoSoonerWhereverACommitEnds() throws Exception {
        Collection<PartFile> files;
        try (PartFileWriter<EventSlab> writer = writer(0, List.of())) {
            for (int day = 0; day < 3; day++) {
                write(writer, day);
            }
            files = writer.prepareCommit();
        }
        Path second = run.resolve("data/layer3/6B/events/utc_date=1970-01-02");
        Path away = run.resolve("away");
        Files.move(second, away);
        assertThatThrownBy(() -> commit(files, 1)).isInstanceOf(RunException.class);
        assertThat(new Ledger(run).all())
                .extracting(LedgerEntry::path)
                .singleElement()
                .asString()
                .contains("1970-01-01");
        assertThat(visible()).hasSize(1);

        Files.move(away, second, StandardCopyOption.REPLACE_EXISTING);
        commit(files, 1);
        commit(files, 1);
        assertThat(new Ledger(run).all()).hasSize(3);
        assertThat(visible()).hasSize(3);
        try (Stream<Path> all = Files.walk(run)) {
            assertThat(all).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    private List<Path> visible() throws IOException {
        try (Stream<Path> all = Files.walk(run.resolve("data"))) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    @Test
    void whoTakesOverSeveralWritersGoesOnFromTheirSumOrKnowsThatNobodyHasCounted() throws Exception {
        List<RunMark> two =
                List.of(mark(new RunMark.Written("events", 5, 4)), mark(new RunMark.Written("events", 7, 3)));
        try (PartFileWriter<EventSlab> one = writer(0, two)) {
            write(one, 0);
            one.prepareCommit();
            assertThat(filesOf(one.snapshotState(2))).isEqualTo(8);
        }
        List<RunMark> older = List.of(two.get(0), mark(RunMark.Written.UNKNOWN));
        try (PartFileWriter<EventSlab> one = writer(0, older)) {
            write(one, 0);
            one.prepareCommit();
            assertThat(one.snapshotState(2))
                    .singleElement()
                    .satisfies(mark -> assertThat(mark.written().isKnown()).isFalse());
        }
    }

    @Test
    void filesOfDaysFarAheadBeginWithLittleMemory() throws Exception {
        Sizes sizes = new Sizes();
        sink = new LedgerSink<>(settings, sizes);
        try (PartFileWriter<EventSlab> writer = writer(0, List.of())) {
            writer.writeWatermark(new Watermark(5 * MICROS_PER_DAY / 1_000));
            for (int day : new int[] {4, 5, 6, 7, 60}) {
                write(writer, day);
            }
            assertThat(sizes.opened).containsExactly("many", "many", "many", "few", "few");
        }
    }

    /** Notes how files are opened. */
    private static final class Sizes implements PartEncoder {
        @Serial
        private static final long serialVersionUID = 1L;

        private final ArrayList<String> opened = new ArrayList<>();
        private final LedgerSinkITCase.LineEncoder lines = new LedgerSinkITCase.LineEncoder();

        @Override
        public Part open(OutputStream out) throws IOException {
            opened.add("many");
            return lines.open(out);
        }

        @Override
        public Part openSmall(OutputStream out) throws IOException {
            opened.add("few");
            return lines.open(out);
        }
    }

    private RunMark mark(RunMark.Written written) {
        return settings.attempt().markAt(1, written);
    }

    private static long filesOf(List<RunMark> state) {
        assertThat(state).hasSize(1);
        return state.get(0).written().files();
    }

    /** @param state empty for the first start */
    private PartFileWriter<EventSlab> writer(int taskAttempt, List<RunMark> state) throws IOException {
        Task task = new Task(taskAttempt);
        return (PartFileWriter<EventSlab>)
                (state.isEmpty() ? sink.createWriter(task) : sink.restoreWriter(task, state));
    }

    private static void write(PartFileWriter<EventSlab> writer, int day) throws IOException {
        EventSlab slab = new EventSlab(1);
        slab.tsMicros[slab.addRow()] = day * MICROS_PER_DAY;
        writer.write(slab, null);
    }

    private void commit(Collection<PartFile> files, long checkpointId) throws IOException {
        try (LedgerCommitter committer = new LedgerCommitter(
                settings, new CommitMetrics(new UnregisteredMetricsGroup(), "events", PartFile.UNSTAMPED))) {
            committer.commit(files.stream()
                    .<Committer.CommitRequest<PartFile>>map(file -> new FenceTest.Request(file.at(checkpointId)))
                    .toList());
        }
    }

    /** The first subtask of two, as far as a writer asks. */
    private record Task(int attempt) implements WriterInitContext {
        @Override
        public TaskInfo getTaskInfo() {
            return new TaskInfoImpl("events", 128, 0, 2, attempt);
        }

        @Override
        public SinkWriterMetricGroup metricGroup() {
            return UnregisteredMetricsGroup.createSinkWriterMetricGroup();
        }

        @Override
        public OptionalLong getRestoredCheckpointId() {
            throw notAsked();
        }

        @Override
        public JobInfo getJobInfo() {
            throw notAsked();
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            throw notAsked();
        }

        @Override
        public MailboxExecutor getMailboxExecutor() {
            throw notAsked();
        }

        @Override
        public ProcessingTimeService getProcessingTimeService() {
            throw notAsked();
        }

        @Override
        public SerializationSchema.InitializationContext asSerializationSchemaInitializationContext() {
            throw notAsked();
        }

        @Override
        public boolean isObjectReuseEnabled() {
            throw notAsked();
        }

        @Override
        public <T> TypeSerializer<T> createInputSerializer() {
            throw notAsked();
        }

        private static IllegalStateException notAsked() {
            return new IllegalStateException("a writer of part files asks for nothing else");
        }
    }
}
