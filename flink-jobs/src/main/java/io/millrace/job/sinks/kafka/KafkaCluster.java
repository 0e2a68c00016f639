package io.millrace.job.sinks.kafka;

/**
 * The brokers that share their topics.
 *
 * @param id that they have given themselves
 * @param address by which they were reached
 */
public record KafkaCluster(String id, String address) {}
