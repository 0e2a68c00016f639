package io.millrace.job.sinks.kafka;

import io.millrace.run.RunIdentity;
import java.util.List;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Flink's sink for Kafka as the replay uses it: one for all topics, so that a checkpoint commits them together. */
public final class KafkaSinks {
    /** Header by which a replay knows its own messages. */
    public static final String REPLAY_ID = "replay_id";

    /** Beside the tasks on the same processors: large batches, a cheap codec. The file of properties has the last word. */
    private static final List<String> DEFAULTS = List.of(
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4",
            ProducerConfig.LINGER_MS_CONFIG,
            "10",
            ProducerConfig.BATCH_SIZE_CONFIG,
            Integer.toString(256 << 10),
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            Long.toString(64L << 20));

    private KafkaSinks() {}

    /** @param replayId of this replay and no other */
    public static KafkaSink<BusRecord> of(
            BrokerAccess access, List<BusTopic> topics, RunIdentity identity, String replayId, Delivery delivery) {
        KafkaSinkBuilder<BusRecord> builder = KafkaSink.<BusRecord>builder()
                .setKafkaProducerConfig(producer(access, delivery))
                .setBootstrapServers(access.bootstrapServers())
                .setRecordSerializer(new BusSerializer(topics, identity, replayId, delivery.recordTime()));
        return switch (delivery.guarantee()) {
            case EXACTLY_ONCE ->
                builder.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                        .setTransactionalIdPrefix(delivery.transactionPrefix())
                        // The default makes new ids at every checkpoint, and the broker keeps each for a week.
                        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                        .build();
            case AT_LEAST_ONCE ->
                builder.setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE).build();
        };
    }

    private static Properties producer(BrokerAccess access, Delivery delivery) {
        Properties producer = new Properties();
        for (int i = 0; i < DEFAULTS.size(); i += 2) {
            producer.setProperty(DEFAULTS.get(i), DEFAULTS.get(i + 1));
        }
        producer.putAll(access.client());
        producer.setProperty(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Integer.toString(delivery.transactionTimeoutMillis()));
        return producer;
    }
}
