package io.millrace.base;

import java.util.List;

/** A run that must stop: a law broken by data, storage, a conflict; carries every problem of one pass. */
public final class RunException extends MillraceException {
    private static final long serialVersionUID = 1L;

    public RunException(List<Problem> problems) {
        super(problems);
    }

    public RunException(Problem problem) {
        super(List.of(problem));
    }

    public RunException(Problem problem, Throwable cause) {
        super(List.of(problem), cause);
    }
}
