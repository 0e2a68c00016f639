package io.millrace.job.topology;

import java.io.Serial;
import java.nio.file.Path;

/** The job ended because somebody stopped it with a savepoint; the run stays resumable. */
public final class StoppedAtSavepoint extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Path runRoot;
    private final transient Path savepoint;

    StoppedAtSavepoint(Path runRoot, Path savepoint) {
        super("stopped at " + savepoint);
        this.runRoot = runRoot;
        this.savepoint = savepoint;
    }

    public Path runRoot() {
        return runRoot;
    }

    public Path savepoint() {
        return savepoint;
    }
}
