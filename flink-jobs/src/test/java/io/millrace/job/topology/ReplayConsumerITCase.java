package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.replay.ReplayPace;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SharedBroker;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.testing.TestBroker;
import io.millrace.testing.PolicyFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A fraud platform's view of one paced replay at parallelism 2: Kafka's plain consumer and nothing of ours, held against the
 * run's files as DuckDB reads them. The broker stamps each batch when it arrives.
 */
@ExtendWith({SharedRuns.class, SharedBroker.class})
class ReplayConsumerITCase {
    private static final double SECONDS = 2;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final Set<String> DATASETS =
            Set.of("s2_event_stream_baseline_6B", "s2_flow_anchor_baseline_6B", "s1_arrival_entities_6B");

    private static Path data;
    private static long firstMicros;
    private static double speedup;
    private static long startMillis;
    /** By data set; in a partition by offset. */
    private static final Map<String, List<Received>> RECEIVED = new HashMap<>();

    /** A message as it came. */
    private record Received(int partition, long brokerMillis, String text, JsonNode envelope) {
        JsonNode payload() {
            return envelope.required("payload");
        }

        long tsMicros() {
            return payload().required("ts_utc").asLong();
        }
    }

    @BeforeAll
    static void replay(ReferenceRun reference, TestBroker broker, @TempDir Path folder) throws Exception {
        ReplayStage stage = ReplayStage.in(folder, reference, broker);
        data = reference.root().resolve("data/layer3/6B");
        String times = "SELECT min(t), max(t) FROM ("
                + String.join(
                        " UNION ALL ",
                        DATASETS.stream()
                                .map(dataset -> "SELECT epoch_us(ts_utc) AS t FROM " + files(dataset))
                                .toList())
                + ")";
        String[] ends = query(times).get(0).split("\\|");
        firstMicros = Long.parseLong(ends[0]);
        speedup = (Long.parseLong(ends[1]) - firstMicros) / (SECONDS * 1e6);
        Map<String, String> topics = new TreeMap<>();
        stage.settings()
                .messages()
                .topics()
                .forEach((stream, topic) -> topics.put(stream.kind().datasetId(), topic));
        for (String topic : topics.values()) {
            broker.create(
                    topic,
                    ReplayStage.PARTITIONS,
                    Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "-1"));
        }
        startMillis = System.currentTimeMillis();
        assertThat(stage.at(new ReplayPace.BySpeedup(speedup)).run().end()).isEqualTo(ReplayJob.End.SENT);
        topics.forEach((dataset, topic) -> RECEIVED.put(dataset, consume(broker.address(), topic)));
    }

    @Test
    void flowsAmountsAndLifeCyclesAreThoseOfTheFiles() {
        Map<Long, Integer> counts = new HashMap<>();
        Map<Long, Long> sums = new HashMap<>();
        Map<Long, String> lives = new HashMap<>();
        for (Received event : RECEIVED.get("s2_event_stream_baseline_6B")) {
            JsonNode payload = event.payload();
            long flow = payload.required("flow_id").asLong();
            counts.merge(flow, 1, Integer::sum);
            sums.merge(flow, payload.required("amount_minor").asLong(), Long::sum);
            // As they came: all events of a flow are in one partition.
            lives.merge(flow, payload.required("event_type").asString(), (before, next) -> before + ">" + next);
        }
        List<String> rebuilt = new ArrayList<>();
        counts.forEach((flow, count) -> rebuilt.add(flow + "|" + count + "|" + sums.get(flow) + "|" + lives.get(flow)));

        assertThat(rebuilt)
                .hasSizeGreaterThan(1_000)
                .containsExactlyInAnyOrderElementsOf(query(
                        "SELECT flow_id, count(*), sum(amount_minor), string_agg(event_type, '>' ORDER BY event_seq)"
                                + " FROM " + files("s2_event_stream_baseline_6B") + " GROUP BY flow_id"));
    }

    @Test
    void whatAnAccountSpendsFollowsFromStreamsAlone() {
        Map<Long, Long> accountOf = new HashMap<>();
        for (Received anchor : RECEIVED.get("s2_flow_anchor_baseline_6B")) {
            accountOf.put(
                    anchor.payload().required("flow_id").asLong(),
                    anchor.payload().required("account_id").asLong());
        }
        Map<Long, Long> spent = new HashMap<>();
        for (Received event : RECEIVED.get("s2_event_stream_baseline_6B")) {
            spent.merge(
                    accountOf.get(event.payload().required("flow_id").asLong()),
                    event.payload().required("amount_minor").asLong(),
                    Long::sum);
        }
        List<String> rebuilt = new ArrayList<>();
        spent.forEach((account, sum) -> rebuilt.add(account + "|" + sum));

        assertThat(rebuilt)
                .containsExactlyInAnyOrderElementsOf(query("SELECT account_id, sum(e.amount_minor) FROM "
                        + files("s2_event_stream_baseline_6B") + " e JOIN " + files("s2_flow_anchor_baseline_6B")
                        + " a USING (flow_id) GROUP BY account_id"));
        assertThat(RECEIVED.get("s1_arrival_entities_6B"))
                .hasSize(Integer.parseInt(query("SELECT count(*) FROM " + files("s1_arrival_entities_6B"))
                        .get(0)));
    }

    @Test
    void nothingArrivesBeforeItsTime() {
        long late = 0;
        for (List<Received> messages : RECEIVED.values()) {
            for (Received message : messages) {
                // The clock of the replay was started after startMillis, so a message is due then at the earliest.
                double dueMillis = startMillis + (message.tsMicros() - firstMicros) / speedup / MICROS_PER_MILLI;
                assertThat(message.brokerMillis() + 1.0).isGreaterThanOrEqualTo(dueMillis);
                late = Math.max(late, message.brokerMillis());
            }
        }
        assertThat(late - startMillis).as("it took its time").isGreaterThanOrEqualTo((long) (SECONDS * 1_000) - 1);
    }

    @Test
    void timeNeverGoesBackInAPartition() {
        RECEIVED.forEach((dataset, messages) -> {
            Map<Integer, Long> latest = new HashMap<>();
            for (Received message : messages) {
                assertThat(message.tsMicros()).isGreaterThanOrEqualTo(latest.getOrDefault(message.partition(), 0L));
                latest.put(message.partition(), message.tsMicros());
            }
            assertThat(latest).as(dataset).hasSize(ReplayStage.PARTITIONS);
        });
    }

    @Test
    void nothingLeavesButWhatIsKnownAtItsTime() throws Exception {
        for (Map.Entry<String, List<Received>> topic : RECEIVED.entrySet()) {
            JsonNode row = schema("row/" + topic.getKey());
            Set<String> known = new TreeSet<>();
            Set<String> later = new TreeSet<>();
            row.required("properties").properties().forEach(column -> {
                String visibility = column.getValue().required("x_visibility").asString();
                (visibility.equals("TRAFFIC") || visibility.equals("CONTEXT") ? known : later).add(column.getKey());
            });
            for (Received message : topic.getValue()) {
                assertThat(new TreeSet<>(message.payload().propertyNames())).isEqualTo(known);
                assertThat(later).noneMatch(name -> message.text().contains("\"" + name + "\""));
            }
            JsonNode bus = schema("bus/" + topic.getKey());
            JsonNode payload = bus.required("properties").required("payload");
            assertThat(bus.required("additionalProperties").asBoolean()).isFalse();
            assertThat(payload.required("additionalProperties").asBoolean()).isFalse();
            assertThat(new TreeSet<>(payload.required("properties").propertyNames()))
                    .isEqualTo(known);
        }
        assertThat(RECEIVED).hasSize(DATASETS.size());
    }

    private static JsonNode schema(String name) throws Exception {
        return JsonMapper.shared()
                .readTree(Files.readAllBytes(
                        PolicyFiles.root().resolve("contracts/schema").resolve(name + ".schema.json")));
    }

    private static List<Received> consume(String address, String topic) {
        Properties settings = new Properties();
        settings.setProperty("bootstrap.servers", address);
        settings.setProperty("isolation.level", "read_committed");
        List<Received> received = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofMillis(100))) {
                    received.add(new Received(
                            message.partition(),
                            message.timestamp(),
                            message.value(),
                            JsonMapper.shared().readTree(message.value().getBytes(StandardCharsets.UTF_8))));
                }
            }
        }
        return received;
    }

    private static String files(String dataset) {
        return "read_parquet('" + data.resolve(dataset) + "/**/*.parquet', hive_partitioning = false)";
    }

    /** Rows as texts of their values, joined by bars. */
    private static List<String> query(String sql) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    values.add(result.getString(column));
                }
                rows.add(String.join("|", values));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }
}
