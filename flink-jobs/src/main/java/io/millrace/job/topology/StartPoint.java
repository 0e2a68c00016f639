package io.millrace.job.topology;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a start begins.
 *
 * @param from checkpoint or savepoint that somebody names; the run is rewound to it. Empty for the newest there is
 * @param committed what to do with files that earlier starts have committed
 * @param living what to do when a process still has tasks of the run
 */
public record StartPoint(Optional<Path> from, Committed committed, Living living) {
    /** The newest point; a run that somebody writes is left alone. */
    public static final StartPoint NEWEST = new StartPoint(Optional.empty(), Living.REFUSE);

    public StartPoint {
        if (from.isPresent() && committed == Committed.SET_ASIDE) {
            throw new IllegalArgumentException("a start from a point goes on with the files of that point");
        }
    }

    /** Goes on with the files that are committed. */
    public StartPoint(Optional<Path> from, Living living) {
        this(from, Committed.GO_ON, living);
    }

    /** Files of earlier starts. */
    public enum Committed {
        /** They count, and the start goes on behind them; without the point they rest on it is refused. */
        GO_ON,
        /** They move to {@code _quarantine}, and every row is made again. */
        SET_ASIDE
    }

    /** A process that has tasks of the run. */
    public enum Living {
        /** RUN_BUSY. */
        REFUSE,
        /** Begins a newer attempt: what the old one still does is not committed any more. */
        TAKE_OVER
    }
}
