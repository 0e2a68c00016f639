package io.millrace.base;

import java.util.List;

/** A policy, contract or run profile that cannot be used; carries every problem of one pass. */
public final class PolicyException extends MillraceException {
    private static final long serialVersionUID = 1L;

    public PolicyException(List<Problem> problems) {
        super(problems);
    }

    public PolicyException(Problem problem) {
        super(List.of(problem));
    }

    public PolicyException(Problem problem, Throwable cause) {
        super(List.of(problem), cause);
    }
}
