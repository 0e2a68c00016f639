package io.millrace.job.sinks.kafka;

import io.millrace.base.MillraceException;
import java.util.Optional;
import org.apache.flink.util.SerializedThrowable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;

/** Finds the broker behind the end of a job: what a client has met in a task comes back wrapped many times. */
public final class JobFailures {
    /** Flink gives up a commit that is put off again and again, and leaves its reason in the log. */
    private static final String COMMITS_PUT_OFF = "Failed to commit ";

    private JobFailures() {}

    /**
     * One clear message in place of a failure that comes from the broker; any other failure as it is.
     *
     * @param failure that ended a job which sends to this broker
     */
    public static Exception told(BrokerAccess access, Exception failure) {
        Optional<Throwable> reason = Optional.empty();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Throwable thrown = cause instanceof SerializedThrowable remote
                    ? remote.deserializeError(JobFailures.class.getClassLoader())
                    : cause;
            if (thrown instanceof MillraceException) {
                return failure;
            }
            if (isReason(thrown, reason)) {
                reason = Optional.of(thrown);
            }
        }
        return reason.isPresent() ? BrokerProblems.ended(access, reason.get(), failure) : failure;
    }

    /** The innermost one tells most, and what the broker has said more than what the client makes of it. */
    private static boolean isReason(Throwable thrown, Optional<Throwable> before) {
        if (thrown instanceof InterruptException) {
            return false;
        }
        boolean isSaid = before.isPresent() && before.get() instanceof ApiException;
        return thrown instanceof ApiException
                || (!isSaid && thrown instanceof KafkaException)
                || (before.isEmpty() && String.valueOf(thrown.getMessage()).startsWith(COMMITS_PUT_OFF));
    }
}
