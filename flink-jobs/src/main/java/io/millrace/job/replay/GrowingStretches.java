package io.millrace.job.replay;

import io.millrace.base.RunException;
import io.millrace.job.sinks.publish.Frontier;
import io.millrace.job.sinks.publish.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Of a run that is still written: each stretch ends at the latest where the run is whole by then. A start of the run may
 * set files aside and make their rows again; a stretch that was read across the beginning of one is read again. Rows are
 * the same whoever makes them, so no position loses its meaning.
 */
final class GrowingStretches implements Stretches {
    private static final long LOOK_EVERY_MILLIS = 500;

    private final ReplayPlan plan;
    private final Path runRoot;
    private final int sliceRows;
    private final Ledger ledger;
    private final Frontier frontier;
    private Optional<Known> known = Optional.empty();

    /** @param plan without files */
    GrowingStretches(ReplayPlan plan, Path runRoot, int sliceRows) {
        this.plan = plan;
        this.runRoot = runRoot;
        this.sliceRows = sliceRows;
        this.ledger = new Ledger(runRoot);
        this.frontier = new Frontier(runRoot, plan.identity(), plan.kinds());
    }

    /** What lies before the frontier, as long as that stands. */
    private record Known(Frontier.At at, int attempt, Stretches stretches) {}

    @Override
    public Stretch next(RowKey[] positions, long fromMicros) throws IOException, InterruptedException {
        while (true) {
            Optional<Stretch> read = look(positions, fromMicros);
            if (read.isPresent()) {
                return read.get();
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    @Override
    public boolean isGrowing() {
        return true;
    }

    private Optional<Stretch> look(RowKey[] positions, long fromMicros) throws IOException, InterruptedException {
        int attempt = ledger.attempts();
        Optional<Frontier.At> at = frontier.look();
        if (at.isEmpty() || at.get().untilMicros() <= fromMicros) {
            return Optional.empty();
        }
        try {
            Stretch read = known(at.get(), attempt).next(positions, fromMicros);
            boolean hasMore = !at.get().isEnd() && at.get().untilMicros() < plan.endMicros();
            return ledger.attempts() == attempt
                    ? Optional.of(
                            read.isLast() && hasMore
                                    ? new Stretch(read.rows(), at.get().untilMicros())
                                    : read)
                    : Optional.empty();
        } catch (IOException | RunException maybeSetAside) {
            if (ledger.attempts() == attempt) {
                throw maybeSetAside;
            }
            return Optional.empty();
        }
    }

    private Stretches known(Frontier.At at, int attempt) {
        if (known.isEmpty()
                || known.get().attempt() != attempt
                || !known.get().at().equals(at)) {
            ReplayPlan now = plan.withFiles(runRoot, ledger.valid(at.point()));
            known = Optional.of(new Known(at, attempt, new KnownStretches(now, sliceRows, at.untilMicros())));
        }
        return known.get().stretches();
    }
}
