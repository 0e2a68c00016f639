package io.millrace.job.sinks.publish;

import io.millrace.base.RunException;
import io.millrace.job.sinks.RunMark;
import io.millrace.run.RunIdentity;
import io.millrace.slab.SlabKind;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How far a run that is still written is whole for its readers. The two witnesses are those of {@link FinishedDays}: the
 * state of a completed checkpoint says up to which event time every writer had its rows and how many files it had closed,
 * and the ledger has so many lines. Rows are written ahead of their time and never behind, so those before that time are
 * all there, in files that the ledger names. Used by one thread.
 */
public final class Frontier {
    private static final long MICROS_PER_MILLI = 1_000L;

    private final Path runRoot;
    private final RunIdentity identity;
    private final List<SlabKind> kinds;
    private final Ledger ledger;

    /** @param kinds data sets that are read */
    public Frontier(Path runRoot, RunIdentity identity, Collection<SlabKind> kinds) {
        this.runRoot = runRoot;
        this.identity = identity;
        this.kinds = List.copyOf(kinds);
        this.ledger = new Ledger(runRoot);
    }

    /**
     * A point of a run, and what may be read there.
     *
     * @param untilMicros event time before which every row lies in the valid files of the point; {@link Long#MAX_VALUE} for
     *     a published run
     */
    public record At(Ledger.Point point, long untilMicros) {
        /** Whether no row comes any more. */
        public boolean isEnd() {
            return untilMicros == Long.MAX_VALUE;
        }
    }

    /**
     * How far it is now; what is read there stands until the next start of the run, which may set files aside.
     *
     * @return empty while nothing is whole, or while checkpoints come and go
     * @throws RunException PUBLISHED_RUN_DAMAGED
     */
    public Optional<At> look() {
        if (ledger.attempts() == 0) {
            return Optional.empty();
        }
        // The flag first: a savepoint outlives the run, and would be the newest point for ever.
        if (PublishedRun.check(runRoot, identity, PublishedRun.Depth.SIZES).isPresent()) {
            return Optional.of(new At(new Ledger.Point(ledger.attempts(), Long.MAX_VALUE), Long.MAX_VALUE));
        }
        return newest().flatMap(this::at);
    }

    /** Checkpoints go while one looks at them; then a newer one comes. */
    private Optional<RestorePoint> newest() {
        try {
            return RetainedCheckpoints.newest(runRoot)
                    .map(RetainedCheckpoints.Retained::folder)
                    .map(RestorePoint::read)
                    .filter(point -> !point.marks().isEmpty());
        } catch (RunException | UncheckedIOException gone) {
            return Optional.empty();
        }
    }

    private Optional<At> at(RestorePoint completed) {
        long untilMillis = Long.MAX_VALUE;
        for (SlabKind kind : kinds) {
            List<RunMark.Written> writers = completed.marks().stream()
                    .map(RunMark::written)
                    .filter(of -> of.datasetId().equals(kind.datasetId()))
                    .toList();
            if (writers.isEmpty()
                    || !writers.stream().allMatch(RunMark.Written::isKnown)
                    || !isCommitted(kind, writers, completed.point())) {
                return Optional.empty();
            }
            for (RunMark.Written writer : writers) {
                untilMillis = Math.min(untilMillis, writer.watermarkMillis());
            }
        }
        // At the end of the input the watermark is beyond all time; the end is told by the flag alone.
        long microsMax = Long.MAX_VALUE / MICROS_PER_MILLI - 1;
        return untilMillis == Long.MIN_VALUE
                ? Optional.empty()
                : Optional.of(new At(completed.point(), (Math.min(untilMillis, microsMax - 1) + 1) * MICROS_PER_MILLI));
    }

    private boolean isCommitted(SlabKind kind, List<RunMark.Written> writers, Ledger.Point point) {
        return ledger.lines(kind.datasetId(), point)
                == writers.stream().mapToLong(RunMark.Written::files).sum();
    }
}
