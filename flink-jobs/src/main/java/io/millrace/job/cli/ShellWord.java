package io.millrace.job.cli;

import java.util.regex.Pattern;

/** A word of a command that is printed to be copied. */
final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./-]+");

    private ShellWord() {}

    /** The word as a shell takes it: as it is, or in quotes when it has blanks or other signs of the shell. */
    static String of(Object word) {
        String text = word.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
