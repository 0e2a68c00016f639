package io.millrace.base;

import java.io.Serial;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Objects;

/**
 * One thing that is wrong, told once: what must hold, where, what was found, how to mend it.
 *
 * @param code named cause; fixes the exit code
 * @param where file, pointer and position, or dataset, column and key; ends without punctuation
 * @param expected what must hold, e.g. {@code must be above min_seconds (600)}
 * @param found JSON text of the value, or a short statement
 * @param fix what the reader can do
 * @param rule lint rule such as {@code L11}, {@code schema}, {@code yaml}, or empty
 * @param line 1-based line in the file of {@code where}, 0 when unknown
 * @param column 1-based column, 0 when unknown
 */
public record Problem(
        ErrorCode code, String where, String expected, String found, String fix, String rule, int line, int column)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Order of reports: place, line, column, rule. */
    public static final Comparator<Problem> BY_PLACE = Comparator.comparing(Problem::file)
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::rule)
            .thenComparing(Problem::where);

    private static final int FOUND_CHARACTERS_MAX = 200;

    public Problem {
        Objects.requireNonNull(code);
        Objects.requireNonNull(where);
        Objects.requireNonNull(expected);
        Objects.requireNonNull(found);
        Objects.requireNonNull(fix);
        Objects.requireNonNull(rule);
        found = found.length() > FOUND_CHARACTERS_MAX ? found.substring(0, FOUND_CHARACTERS_MAX) + "…" : found;
    }

    public static Problem of(ErrorCode code, String where, String expected, String found, String fix) {
        return new Problem(code, where, expected, found, fix, "", 0, 0);
    }

    /** The file part of {@code where}: everything before {@code #}. */
    public String file() {
        int hash = where.indexOf('#');
        return hash < 0 ? where : where.substring(0, hash);
    }

    /** The one line that console, exception and report show. */
    public String text() {
        String position = line > 0 ? " (" + line + ":" + column + ")" : "";
        String tail = fix.isEmpty() ? "" : "; " + fix;
        String label = rule.isEmpty() ? "" : " [" + rule + "]";
        return where + position + ": " + expected + ", was " + found + tail + label;
    }
}
