package io.millrace.base;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** Failure with named problems. The command line prints them and ends with the exit code of the first class that occurs. */
public abstract sealed class MillraceException extends RuntimeException
        permits PolicyException, ContractException, RunException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int[] EXIT_ORDER = {3, 4, 5, 6, 7, 8, 9, 2, 1};

    private final Problem[] problems;
    private final int exit;

    MillraceException(List<Problem> problems) {
        this(problems, null);
    }

    MillraceException(List<Problem> problems, Throwable cause) {
        super(render(problems), cause);
        this.problems = problems.stream().sorted(Problem.BY_PLACE).toArray(Problem[]::new);
        this.exit = exitOf(problems);
    }

    /** All problems of the pass, by place. */
    public List<Problem> problems() {
        return List.of(problems);
    }

    public int exit() {
        return exit;
    }

    /** First of 3, 4, 5, 6, 7, 8, 9, 2, 1 that occurs; contracts 3.7. */
    public static int exitOf(List<Problem> problems) {
        for (int candidate : EXIT_ORDER) {
            for (Problem problem : problems) {
                if (problem.code().exit() == candidate) {
                    return candidate;
                }
            }
        }
        throw new IllegalArgumentException("an exception needs at least one problem");
    }

    private static String render(List<Problem> problems) {
        return problems.stream()
                .sorted(Problem.BY_PLACE)
                .map(problem -> problem.code() + ": " + problem.text())
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
