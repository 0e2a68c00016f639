package io.millrace.job.topology;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a start begins.
 *
 * @param from checkpoint or savepoint that somebody names; the run is rewound to it. Empty for the newest there is
 * @param living what to do when a process still has tasks of the run
 */
public record StartPoint(Optional<Path> from, Living living) {
    /** The newest point; a run that somebody writes is left alone. */
    public static final StartPoint NEWEST = new StartPoint(Optional.empty(), Living.REFUSE);

    /** A process that has tasks of the run. */
    public enum Living {
        /** RUN_BUSY. */
        REFUSE,
        /** Begins a newer attempt: what the old one still does is not committed any more. */
        TAKE_OVER
    }
}
