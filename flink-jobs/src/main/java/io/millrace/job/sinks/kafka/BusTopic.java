package io.millrace.job.sinks.kafka;

import java.io.Serial;
import java.io.Serializable;

/**
 * Where a stream goes.
 *
 * @param name of the topic
 * @param partitions of the topic
 */
public record BusTopic(BusStream stream, String name, int partitions) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;
}
