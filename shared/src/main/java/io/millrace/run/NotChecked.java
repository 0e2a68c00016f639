package io.millrace.run;

/**
 * A check that could not run.
 *
 * @param check what would have been looked at
 * @param waitsFor without which it cannot be
 */
public record NotChecked(String check, String waitsFor) {
    /** One line for the console. */
    public String text() {
        return check + " waits for " + waitsFor;
    }
}
