package io.millrace.job.topology;

import io.millrace.job.replay.ReplayPace;
import io.millrace.job.sinks.kafka.BrokerAccess;
import io.millrace.job.sinks.kafka.BrokerCheck;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.Delivery;
import io.millrace.job.sinks.kafka.MessageKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is replayed to where, and how.
 *
 * @param runRoot folder of a run
 * @param name tells replays of one run apart
 * @param job how the job runs
 */
public record ReplaySettings(
        Path runRoot, String name, BrokerAccess broker, Messages messages, Sending sending, Job job) {
    /**
     * Which messages; a replay is taken up with the same only.
     *
     * @param topics name by stream
     * @param fromMicros inclusive
     * @param untilMicros exclusive
     * @param messagesMax empty for all
     * @param extent what of the run there is
     */
    public record Messages(
            Map<BusStream, String> topics,
            MessageKey key,
            long fromMicros,
            long untilMicros,
            OptionalLong messagesMax,
            Extent extent) {
        /** Of a published run. */
        public Messages(
                Map<BusStream, String> topics,
                MessageKey key,
                long fromMicros,
                long untilMicros,
                OptionalLong messagesMax) {
            this(topics, key, fromMicros, untilMicros, messagesMax, Extent.PUBLISHED);
        }
    }

    /** What of a run is sent. */
    public enum Extent {
        /** A published run. */
        PUBLISHED,
        /** A run that may still be written, as it grows; when it is published, to its end. */
        GROWING
    }

    /** @param create how missing topics are made; empty to refuse */
    public record Sending(
            Delivery.Guarantee guarantee, Delivery.RecordTime recordTime, Optional<BrokerCheck.Creation> create) {}

    /**
     * @param pace may change from start to start, as may the others here
     * @param begin whether a replay that has ended or was stopped is begun anew
     */
    public record Job(ReplayPace pace, int parallelism, Duration checkpointInterval, Begin begin, Check check) {}

    /** Where to begin. */
    public enum Begin {
        WHERE_IT_STOPPED,
        AGAIN
    }

    /** Whether the topics are read back and counted at the end. */
    public enum Check {
        COUNT,
        NONE
    }
}
