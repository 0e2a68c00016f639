package io.millrace.job.topology;

/** Who waits for a job: hears how far it is, and may want it stopped. Called from one thread. */
public interface JobWatcher {
    /**
     * @param arrivals attached since this start
     * @param eventMicros event time reached; negative while unknown
     */
    default void progressed(long arrivals, long eventMicros) {}

    /** Whether the job shall stop with a savepoint, without drain; asked now and then. What it throws cancels the job. */
    default boolean wantsToStop() {
        return false;
    }

    /** It is being stopped, which may take minutes; told now and then. What this throws cancels the job. */
    default void stopping() {}
}
