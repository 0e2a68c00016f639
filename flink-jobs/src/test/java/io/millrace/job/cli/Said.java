package io.millrace.job.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A command of the real command line, run in this process, and what it said.
 *
 * @param exit of the process it would have been
 * @param out standard output
 * @param err standard error
 */
public record Said(int exit, String out, String err) {
    public static Said millrace(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        int exit = Millrace.run(console, arguments);
        return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Lines of standard error that begin with a code, such as {@code RUN_BUSY: …}. */
    public List<String> problems() {
        return err.lines().filter(line -> line.matches("[A-Z0-9_]{4,}: .*")).toList();
    }
}
