package io.millrace.contract;

/**
 * What one check of a world found; a row of its validation report. The texts are the same for the same world, whoever
 * made it: no clock, no path, no number of tasks.
 *
 * @param checkId such as {@code COUNT_PLAN}; unique in a report
 * @param measured what was found, in one line
 * @param threshold what was asked for, in one line
 */
public record WorldCheck(String checkId, Severity severity, Result result, String measured, String threshold) {
    /** What a failure means. */
    public enum Severity {
        /** No flag. */
        REQUIRED,
        /** Told, and the world is sealed. */
        WARN,
        /** A figure. */
        INFO
    }

    /** How it ended. */
    public enum Result {
        PASS,
        WARN,
        FAIL,
        /** The world is too small for it, or what it needs is not there. */
        NOT_CHECKED
    }

    /** A check that must hold. */
    public static WorldCheck required(String checkId, Result result, String measured, String threshold) {
        return new WorldCheck(checkId, Severity.REQUIRED, result, measured, threshold);
    }

    /** Whether the world may not be sealed. */
    public boolean blocks() {
        return severity == Severity.REQUIRED && result == Result.FAIL;
    }
}
