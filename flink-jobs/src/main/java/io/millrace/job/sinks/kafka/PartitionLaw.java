package io.millrace.job.sinks.kafka;

import org.apache.kafka.common.utils.Utils;

/**
 * Which partition a key belongs to: the law of Kafka's own clients, {@code (murmur2(key) & 0x7fffffff) mod partitions}
 * over the bytes of the key. Everything else that keys its messages by the same text, streams and tables of other
 * programs too, has the same key in the partition of the same number.
 */
public final class PartitionLaw {
    private PartitionLaw() {}

    /**
     * @param key bytes of the message key
     * @param partitions of the topic
     * @return 0..partitions-1
     */
    public static int of(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }
}
