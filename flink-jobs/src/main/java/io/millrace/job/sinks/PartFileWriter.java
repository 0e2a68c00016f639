package io.millrace.job.sinks;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.slab.Columns;
import io.millrace.slab.RowGather;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.core.fs.RecoverableWriter;
import org.apache.flink.util.IOUtils;

/** Writes the slabs of one subtask: one open file per UTC date, closed when its day is long over, or when a checkpoint asks. */
final class PartFileWriter<S extends Slab>
        implements CommittingSinkWriter<S, PartFile>, StatefulSinkWriter<S, RunMark> {
    private static final long NO_DATE = Long.MIN_VALUE;
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private final LedgerSinkSettings settings;
    private final PartEncoder encoder;
    private final int subtask;
    private final int taskAttempt;
    private final RecoverableWriter files;
    private final RunHold hold;
    private final WriterMetrics metrics;
    private final SortedMap<Long, OpenPart> openByDay = new TreeMap<>();
    private final DayRuns days = new DayRuns();
    /** Finished since the last checkpoint, which has not taken them yet. */
    private final List<PartFile> finished = new ArrayList<>();

    private int stagedCount;
    private long openBytes;
    private long filesClosed;
    private long watermarkMillis = Long.MIN_VALUE;
    private RowGather gather;
    private Slab scratch;

    /** @param filesClosed by the writers whose state this one takes over; negative when nobody has counted */
    PartFileWriter(
            LedgerSinkSettings settings,
            PartEncoder encoder,
            int subtask,
            int taskAttempt,
            WriterMetrics metrics,
            long filesClosed)
            throws IOException {
        this.settings = settings;
        this.encoder = encoder;
        this.subtask = subtask;
        this.taskAttempt = taskAttempt;
        this.metrics = metrics;
        this.filesClosed = filesClosed;
        Path root = new Path(settings.runRoot());
        this.files = FileSystem.get(root.toUri()).createRecoverableWriter();
        this.hold = RunHold.of(settings.runRoot());
    }

    @Override
    public void write(S slab, Context context) throws IOException {
        if (slab.size == 0) {
            return;
        }
        try {
            if (settings.timeColumn().isEmpty()) {
                write(part(NO_DATE), slab);
            } else {
                writeByDay(slab, timesOf(slab));
            }
        } catch (IOException e) {
            throw failed(e);
        }
        metrics.written(slab.size);
        metrics.open(openByDay.size(), openBytes);
    }

    private void write(OpenPart open, Slab rows) throws IOException {
        long before = open.bytes();
        open.encoded.write(rows, 0, rows.size);
        openBytes += open.bytes() - before;
    }

    private void writeByDay(S slab, long[] micros) throws IOException {
        days.of(micros, slab.size);
        for (int start = 0; start < slab.size; start = days.end(start)) {
            int end = days.end(start);
            if (start == 0 && end == slab.size) {
                write(part(days.day(start)), slab);
            } else {
                Slab oneDay = scratch(slab.kind(), slab.size);
                gather.append(slab, days.rows(), start, end, oneDay);
                write(part(days.day(start)), oneDay);
            }
        }
    }

    /** An empty slab with room for so many rows, reused: encoders keep no slab. */
    private Slab scratch(SlabKind kind, int rows) {
        if (scratch == null || scratch.rowsMax() < rows) {
            scratch = kind.empty(rows);
            gather = RowGather.between(kind, kind);
        }
        scratch.size = 0;
        return scratch;
    }

    private long[] timesOf(S slab) {
        for (Columns.Column column : slab.columns().all()) {
            if (column.name().equals(settings.timeColumn())) {
                return (long[]) column.array();
            }
        }
        throw new IllegalStateException(slab.kind() + " slabs have no column " + settings.timeColumn());
    }

    private OpenPart part(long day) throws IOException {
        OpenPart open = openByDay.get(day);
        if (open == null) {
            Fence.require(settings);
            String folder = settings.folder() + (day == NO_DATE ? "" : "/utc_date=" + LocalDate.ofEpochDay(day));
            String staged = ".part-" + settings.runAttempt() + "-" + taskAttempt + "-" + subtask + "-" + stagedCount++;
            open = new OpenPart(folder, staged, isFarAhead(day));
            openByDay.put(day, open);
        }
        return open;
    }

    /** Days that only clearings and refunds have reached: some sixty of them stand open at a time. */
    private boolean isFarAhead(long day) {
        return day > Math.floorDiv(watermarkMillis, MILLIS_PER_DAY) + 1;
    }

    @Override
    public Collection<PartFile> prepareCommit() throws IOException {
        try {
            // A job that was taken over completes no checkpoint any more, so it deletes none that the next one needs.
            Fence.require(settings);
            finish(openByDay);
        } catch (IOException e) {
            throw failed(e);
        }
        List<PartFile> closed = List.copyOf(finished);
        closed.forEach(metrics::closed);
        finished.clear();
        if (filesClosed >= 0) {
            filesClosed += closed.size();
        }
        return closed;
    }

    /** Ends files; the next checkpoint commits them. */
    private void finish(SortedMap<Long, OpenPart> ending) throws IOException {
        for (OpenPart open : ending.values()) {
            finished.add(open.close(finished.size()));
        }
        ending.clear();
        openBytes = openByDay.values().stream().mapToLong(OpenPart::bytes).sum();
        metrics.open(openByDay.size(), openBytes);
    }

    @Override
    public List<RunMark> snapshotState(long checkpointId) {
        return List.of(settings.attempt()
                .markAt(checkpointId, new RunMark.Written(settings.datasetId(), watermarkMillis, filesClosed)));
    }

    /**
     * A day that has been over for a day gets no more rows, but for the odd session, so its file ends here: in a run that
     * passes through many days between two checkpoints their buffers would fill the heap.
     */
    @Override
    public void writeWatermark(Watermark watermark) throws IOException {
        watermarkMillis = watermark.getTimestamp();
        SortedMap<Long, OpenPart> over = openByDay.subMap(
                NO_DATE + 1, Math.max(NO_DATE + 1, Math.floorDiv(watermarkMillis, MILLIS_PER_DAY) - 1));
        if (!over.isEmpty()) {
            try {
                finish(over);
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    @Override
    public void flush(boolean endOfInput) {
        // Files close in prepareCommit, which follows each flush.
    }

    /**
     * Drops what is still open, which only a failed or cancelled task has. Quietly: nobody will read these files, and a
     * task that fails to close while it is cancelled takes its whole task manager down.
     */
    @Override
    public void close() {
        openByDay.values().forEach(open -> IOUtils.closeQuietly(open.stream));
        openByDay.clear();
        hold.close();
    }

    private RunException failed(IOException e) {
        return new RunException(
                Problem.of(
                        ErrorCode.IO_WRITE_FAILED,
                        settings.datasetId() + " in " + settings.runRoot(),
                        "the storage must take part files",
                        String.valueOf(e.getMessage()),
                        "free space or mend permissions, then start the run again; it resumes"),
                e);
    }

    /** One file being written, with its size and SHA-256 as they grow. */
    private final class OpenPart {
        private final String folder;
        private final String staged;
        private final RecoverableFsDataOutputStream stream;
        private final HashingStream hashing;
        private final PartEncoder.Part encoded;

        OpenPart(String folder, String staged, boolean isSmall) throws IOException {
            this.folder = folder;
            this.staged = staged;
            this.stream = files.open(new Path(settings.runRoot() + "/" + folder + "/" + staged));
            this.hashing = new HashingStream(stream);
            this.encoded = isSmall ? encoder.openSmall(hashing) : encoder.open(hashing);
        }

        /** In the file and in memory. */
        long bytes() {
            return hashing.size + encoded.bufferedBytes();
        }

        PartFile close(int number) throws IOException {
            PartEncoder.Content content = encoded.finish();
            hashing.flush();
            RecoverableWriter.CommitRecoverable handle = stream.closeForCommit().getRecoverable();
            var serializer = files.getCommitRecoverableSerializer();
            return new PartFile(
                    settings.datasetId(),
                    folder,
                    settings.runAttempt(),
                    PartFile.UNSTAMPED,
                    subtask,
                    number,
                    staged,
                    serializer.serialize(handle),
                    serializer.getVersion(),
                    content,
                    hashing.size,
                    hashing.sha256());
        }
    }

    private static final class HashingStream extends FilterOutputStream {
        private final MessageDigest digest;
        private long size;

        HashingStream(OutputStream out) {
            super(out);
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            digest.update((byte) b);
            size++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            digest.update(bytes, offset, length);
            size += length;
        }

        String sha256() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
