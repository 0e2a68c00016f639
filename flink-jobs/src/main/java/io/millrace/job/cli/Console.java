package io.millrace.job.cli;

import io.millrace.base.MillraceException;
import io.millrace.base.Problem;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;

/** What a person sees: results on standard output, problems on standard error, colours only on a terminal. */
final class Console {
    private static final int PROBLEMS_SHOWN_MAX = 100;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean colours;
    /** Nothing is told of progress after the last word. */
    private boolean ended;

    Console(PrintStream out, PrintStream err, boolean colours) {
        this.out = out;
        this.err = err;
        this.colours = colours;
    }

    /** Colours when the launcher found a terminal on standard output and NO_COLOR is not set. */
    static Console ofProcess() {
        return new Console(System.out, System.err, isTerminal());
    }

    static boolean isTerminal() {
        return System.getenv("MILLRACE_TERMINAL") != null && System.getenv("NO_COLOR") == null;
    }

    void line(String text) {
        out.println(text);
    }

    void heading(String text) {
        out.println(colours ? "\u001b[1m" + text + "\u001b[0m" : text);
    }

    /** A line that tells of a good end. */
    void good(String text) {
        out.println(colours ? "\u001b[32m" + text + "\u001b[0m" : text);
    }

    synchronized void progress(String text) {
        if (!ended) {
            err.println(text);
        }
    }

    /** The last word of a process that ends while other threads still tell of their progress. */
    synchronized void farewell(String text) {
        progress(text);
        ended = true;
    }

    /** Where a failure that nobody foresaw came from. */
    void trace(Throwable failure) {
        failure.printStackTrace(err);
    }

    PrintWriter outWriter() {
        return new PrintWriter(out, true, Charset.defaultCharset());
    }

    PrintWriter errWriter() {
        return new PrintWriter(err, true, Charset.defaultCharset());
    }

    /** Prints the first hundred problems, one line each. */
    void problems(MillraceException failure) {
        problems(failure.problems());
    }

    void problems(List<Problem> problems) {
        for (Problem problem : problems.subList(0, Math.min(problems.size(), PROBLEMS_SHOWN_MAX))) {
            String code = colours
                    ? "\u001b[31m" + problem.code() + "\u001b[0m"
                    : problem.code().name();
            err.println(code + ": " + problem.text());
        }
        if (problems.size() > PROBLEMS_SHOWN_MAX) {
            err.println("… and " + (problems.size() - PROBLEMS_SHOWN_MAX) + " more; the report file lists all");
        }
    }

    /** {@code 40,000}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
