package io.millrace.run;

/** How a gate ended. */
public enum GateStatus {
    /** Sealed for the first time. */
    CREATED,
    /** Everything was there already, byte for byte. */
    NOOP_IDEMPOTENT,
    /** Some files of a damaged copy were missing and have been written again. */
    COMPLETED,
    /** Would pass; nothing was written, as asked. */
    CHECKED,
    /** Out of the scope of behaviour_config_6B, which says to skip: no data, no failure. */
    SKIPPED,
    FAILED
}
