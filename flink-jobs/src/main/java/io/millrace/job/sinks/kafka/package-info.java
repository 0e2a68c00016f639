/**
 * Rows as messages on a bus: envelope, key, partition, Flink's sink for Kafka, and what is asked of a broker before the
 * first message. Start with {@link io.millrace.job.sinks.kafka.EnvelopeWriter}.
 */
package io.millrace.job.sinks.kafka;
