package io.millrace.base;

import java.util.List;

/** An input or output that breaks its contract; carries every problem of one pass. */
public final class ContractException extends MillraceException {
    private static final long serialVersionUID = 1L;

    public ContractException(List<Problem> problems) {
        super(problems);
    }

    public ContractException(Problem problem) {
        super(List.of(problem));
    }

    public ContractException(Problem problem, Throwable cause) {
        super(List.of(problem), cause);
    }
}
