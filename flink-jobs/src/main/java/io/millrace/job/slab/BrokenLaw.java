package io.millrace.job.slab;

import io.millrace.base.RunException;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/** A row that breaks a law breaks it again after every restart, so the job ends at once and tells why. */
public final class BrokenLaw {
    private BrokenLaw() {}

    /** What an operator throws in place of the named failure. */
    public static SuppressRestartsException of(RunException failure) {
        return new SuppressRestartsException(failure);
    }
}
