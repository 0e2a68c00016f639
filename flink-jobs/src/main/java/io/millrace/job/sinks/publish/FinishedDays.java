package io.millrace.job.sinks.publish;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.DatasetDictionary;
import io.millrace.digest.TupleDigest;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.RunMark;
import io.millrace.run.DatasetTotals;
import io.millrace.run.RunIdentity;
import io.millrace.slab.SlabKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Flags days of data sets that get no row any more. Two witnesses must agree: the state of a completed checkpoint says how
 * far every writer was and how many files it had closed, and the ledger has so many lines, so everything before the
 * checkpoint is committed. A day is final once all writers of its data set have the watermark of its end, and sessions
 * later by what an open one may still grow. Each day is held against parity before its flag: arrivals against their law,
 * the other data sets against those that were flagged before them.
 *
 * <p>A flag is written once, whole or not at all, by whoever comes first; it may be asked for any number of times. Used by
 * one thread.
 */
public final class FinishedDays {
    /** Data sets with a partition by day, each behind those it is held against. */
    public static final List<SlabKind> DATASETS =
            List.of(SlabKind.SESSIONED, SlabKind.FLOW, SlabKind.OUTCOME, SlabKind.EVENT, SlabKind.SESSION_INDEX);

    private final Path runRoot;
    private final Ledger ledger;
    private final RunIdentity identity;
    private final Duration sessionLag;
    private final Function<LocalDate, DatasetTotals> law;
    private final Map<SlabKind, LocalDate> next = new EnumMap<>(SlabKind.class);

    /**
     * @param first day of the run
     * @param sessionLag longest time between the start of a session and its row
     * @param law rows and keys of the arrivals of a day
     */
    public FinishedDays(
            Path runRoot,
            RunIdentity identity,
            LocalDate first,
            Duration sessionLag,
            Function<LocalDate, DatasetTotals> law) {
        this.runRoot = runRoot;
        this.ledger = new Ledger(runRoot);
        this.identity = identity;
        this.sessionLag = sessionLag;
        this.law = law;
        DATASETS.forEach(kind -> next.put(kind, first));
    }

    /**
     * Flags what is finished at a checkpoint and committed by now. What is not committed yet is left for the next call.
     *
     * @param completed a checkpoint or savepoint of the newest attempt
     * @return flags written by this call
     * @throws RunException the code of the parity law that a day breaks; COMMITTED_FILE_DAMAGED when the ledger has more
     *     lines than the writers have closed files, or a file is not as its line says
     */
    public int finish(RestorePoint completed) {
        int written = 0;
        for (SlabKind kind : DATASETS) {
            List<RunMark.Written> writers = completed.marks().stream()
                    .map(RunMark::written)
                    .filter(of -> of.datasetId().equals(kind.datasetId()))
                    .toList();
            if (!writers.isEmpty() && writers.stream().allMatch(RunMark.Written::isKnown)) {
                written += finish(kind, writers, completed.point());
            }
        }
        return written;
    }

    private int finish(SlabKind kind, List<RunMark.Written> writers, Ledger.Point point) {
        long watermark = writers.stream()
                .mapToLong(RunMark.Written::watermarkMillis)
                .min()
                .orElseThrow();
        skipFlagged(kind);
        if (!isFinal(kind, next.get(kind), watermark) || !isCommitted(kind, writers, point)) {
            return 0;
        }
        int written = 0;
        while (isFinal(kind, next.get(kind), watermark) && flag(kind, next.get(kind), point)) {
            written++;
            next.computeIfPresent(kind, (same, day) -> day.plusDays(1));
            skipFlagged(kind);
        }
        return written;
    }

    private void skipFlagged(SlabKind kind) {
        while (Files.exists(flagFile(kind, next.get(kind)))) {
            next.computeIfPresent(kind, (same, day) -> day.plusDays(1));
        }
    }

    /** Whether rows of the day, or what may still be added to them, all lie behind the watermark. */
    private boolean isFinal(SlabKind kind, LocalDate day, long watermarkMillis) {
        long end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        long lag = kind == SlabKind.SESSION_INDEX ? sessionLag.toMillis() : 0;
        return watermarkMillis >= end + lag - 1;
    }

    private boolean isCommitted(SlabKind kind, List<RunMark.Written> writers, Ledger.Point point) {
        long closed = writers.stream().mapToLong(RunMark.Written::files).sum();
        long lines = ledger.lines(kind.datasetId(), point);
        if (lines > closed) {
            throw new RunException(Problem.of(
                    ErrorCode.COMMITTED_FILE_DAMAGED,
                    "_ledger/" + kind.datasetId(),
                    "must have at most the " + closed + " lines of checkpoint " + point.checkpointId() + " of attempt "
                            + point.attempt(),
                    lines + " lines",
                    "somebody added files to the run folder; move them out of it"));
        }
        return lines == closed;
    }

    /** @return false when the day it is held against has no flag yet */
    private boolean flag(SlabKind kind, LocalDate day, Ledger.Point point) {
        Optional<DayFlag> sessioned = DayFlag.read(flagFile(SlabKind.SESSIONED, day));
        Optional<DayFlag> anchors = DayFlag.read(flagFile(SlabKind.FLOW, day));
        boolean isHeldAgainstAnchors = kind == SlabKind.OUTCOME || kind == SlabKind.EVENT;
        if ((kind != SlabKind.SESSIONED && sessioned.isEmpty()) || (isHeldAgainstAnchors && anchors.isEmpty())) {
            return false;
        }
        DayFlag found = sum(runRoot, identity, kind, day, point);
        if (kind == SlabKind.SESSIONED) {
            DatasetTotals made = law.apply(day);
            requireEqual(found, "rows", Long.toString(found.rows()), Long.toString(made.rows()));
            requireEqual(found, "arrival keys", link(found, "arrival"), made.link("arrival"));
        } else if (kind == SlabKind.FLOW) {
            requireEqual(found, "arrival keys", link(found, "arrival"), link(sessioned.orElseThrow(), "arrival"));
        } else if (isHeldAgainstAnchors) {
            requireEqual(found, "flow keys", link(found, "flow"), link(anchors.orElseThrow(), "flow"));
        } else {
            requireEqual(found, "session keys", link(found, "session"), link(sessioned.orElseThrow(), "session"));
        }
        write(flagFile(kind, day), found);
        return true;
    }

    /** What the files of a day add up to, by their ledger lines; each must have the size its line names. */
    public static DayFlag sum(Path runRoot, RunIdentity identity, SlabKind kind, LocalDate day, Ledger.Point point) {
        Ledger ledger = new Ledger(runRoot);
        DatasetTotals totals = new DatasetTotals(kind.datasetId());
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        long files = 0;
        long bytes = 0;
        // Others are of a start that was taken over: frozen between its last look and the rename.
        List<Path> parts = parts(folder(runRoot, identity, kind, day)).stream()
                .filter(ledger.ofLineage(point.attempt()))
                .toList();
        for (Path file : parts) {
            byte[] line = ledger.line(kind.datasetId(), file.getFileName().toString());
            LedgerEntry entry = LedgerEntry.parse(line);
            requireWhole(file, entry);
            totals.add(
                    entry.rows(), entry.rowDigest(), entry.links(), Map.of(), entry.tsMinMicros(), entry.tsMaxMicros());
            lines.writeBytes(line);
            files++;
            bytes += entry.sizeBytes();
        }
        return new DayFlag(
                identity.runId(),
                kind.datasetId(),
                day.toString(),
                point,
                totals.rows(),
                totals.rowDigest(),
                totals.links(),
                files,
                bytes,
                TupleDigest.sha256Hex(lines.toByteArray()));
    }

    private static void requireWhole(Path file, LedgerEntry entry) {
        long size = file.toFile().length();
        if (size != entry.sizeBytes()) {
            throw new RunException(Problem.of(
                    ErrorCode.COMMITTED_FILE_DAMAGED,
                    entry.path(),
                    "must have " + entry.sizeBytes() + " bytes",
                    size + " bytes",
                    "put the file back, or move the run folder aside and start over"));
        }
    }

    /** Part files of a folder, in the order of their names. */
    private static List<Path> parts(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_READ_FAILED,
                            folder.toString(),
                            "must be readable",
                            e.toString(),
                            "mend the storage"),
                    e);
        }
    }

    /** A day that nothing was written for has no sums; those of nothing are zeros. */
    private static String link(DayFlag day, String name) {
        return day.links().getOrDefault(name, new DatasetTotals(day.datasetId()).link(name));
    }

    private static void requireEqual(DayFlag day, String what, String found, String expected) {
        if (!found.equals(expected)) {
            throw new RunException(Problem.of(
                    codeOf(day.datasetId()),
                    day.datasetId() + " of " + day.utcDate(),
                    what + " must be " + expected,
                    found,
                    "a row was lost, doubled or changed; the day gets no flag"));
        }
    }

    private static ErrorCode codeOf(String datasetId) {
        if (datasetId.equals(SlabKind.SESSION_INDEX.datasetId())) {
            return ErrorCode.S1_SESSION_AGGREGATE_MISMATCH;
        }
        boolean isCoverage =
                datasetId.equals(SlabKind.SESSIONED.datasetId()) || datasetId.equals(SlabKind.FLOW.datasetId());
        return isCoverage ? ErrorCode.S1_ARRIVAL_COVERAGE_MISMATCH : ErrorCode.S2_PARITY;
    }

    private static void write(Path file, DayFlag flag) {
        try {
            new NewFile().write(file, flag.bytes());
        } catch (FileAlreadyExistsException there) {
            // Somebody else was as far.
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_WRITE_FAILED,
                            file.toString(),
                            "must be writable",
                            e.toString(),
                            "free space or mend permissions, then resume the run"),
                    e);
        }
    }

    private Path flagFile(SlabKind kind, LocalDate day) {
        return folder(runRoot, identity, kind, day).resolve(DayFlag.FILE);
    }

    private static Path folder(Path runRoot, RunIdentity identity, SlabKind kind, LocalDate day) {
        return runRoot.resolve(
                        DatasetDictionary.shipped().dataset(kind.datasetId()).folder(identity.axes()))
                .resolve("utc_date=" + day);
    }
}
