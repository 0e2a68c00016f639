package io.millrace.job.topology;

import java.io.Serial;
import java.nio.file.Path;

/** The job ended because somebody stopped it with a savepoint; the run stays resumable. */
public final class StoppedAtSavepoint extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Path runRoot;
    private final transient Path savepoint;
    private final Reason reason;

    /** Who asked. */
    public enum Reason {
        /** The run had reached the event time at which it was to pause. */
        PAUSE,
        /** Somebody, while it ran. */
        ASKED
    }

    StoppedAtSavepoint(Path runRoot, Path savepoint, Reason reason) {
        super("stopped at " + savepoint);
        this.runRoot = runRoot;
        this.savepoint = savepoint;
        this.reason = reason;
    }

    /** Whether it stopped where it was told to before it began. */
    public boolean isPause() {
        return reason == Reason.PAUSE;
    }

    public Path runRoot() {
        return runRoot;
    }

    public Path savepoint() {
        return savepoint;
    }
}
