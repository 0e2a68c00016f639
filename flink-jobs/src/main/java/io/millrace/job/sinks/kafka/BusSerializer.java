package io.millrace.job.sinks.kafka;

import io.millrace.contract.DatasetDictionary;
import io.millrace.run.RunIdentity;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Messages as records of Kafka: topic of the stream, partition as computed, the pins of the envelope as headers. */
final class BusSerializer implements KafkaRecordSerializationSchema<BusRecord>, KafkaDatasetFacetProvider {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final long MICROS_PER_MILLI = 1_000L;

    private final ArrayList<BusTopic> topics;
    private final RunIdentity identity;
    private final String replayId;
    private final Delivery.RecordTime recordTime;
    /** By stream. */
    private transient String[] topicOf;

    private transient List<Headers> headersOf;

    BusSerializer(List<BusTopic> topics, RunIdentity identity, String replayId, Delivery.RecordTime recordTime) {
        this.topics = new ArrayList<>(topics);
        this.identity = identity;
        this.replayId = replayId;
        this.recordTime = recordTime;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(BusRecord message, KafkaSinkContext context, Long timestamp) {
        if (topicOf == null) {
            prepare();
        }
        int stream = message.stream.ordinal();
        Long time =
                switch (recordTime) {
                    case EVENT -> Math.floorDiv(message.tsMicros, MICROS_PER_MILLI);
                    case PUBLISH -> null;
                };
        return new ProducerRecord<>(
                topicOf[stream], message.partition, time, message.key, message.value, headersOf.get(stream));
    }

    /** Flink's sink asks by these topics which transactions an earlier start has left open. */
    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Optional.of(new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(
                topics.stream().map(BusTopic::name).toList())));
    }

    private void prepare() {
        topicOf = new String[BusStream.values().length];
        headersOf = new ArrayList<>();
        for (BusStream stream : BusStream.values()) {
            topics.stream()
                    .filter(topic -> topic.stream() == stream)
                    .forEach(topic -> topicOf[stream.ordinal()] = topic.name());
            DatasetDictionary.Dataset dataset =
                    DatasetDictionary.shipped().dataset(stream.kind().datasetId());
            // What the record takes over in one copy.
            headersOf.add(new RecordHeaders(List.of(
                    header("event_type", dataset.id()),
                    header("schema_version", dataset.schemaVersion()),
                    header("run_id", identity.runId()),
                    header("seed", identity.seedText()),
                    header("scenario_id", identity.scenarioId()),
                    header("parameter_hash", identity.parameterHash()),
                    header("manifest_fingerprint", identity.manifestFingerprint()),
                    header(KafkaSinks.REPLAY_ID, replayId))));
        }
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.US_ASCII));
    }
}
