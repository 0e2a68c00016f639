package io.millrace.job.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.MessageKey;
import io.millrace.policy.PolicyNode;
import io.millrace.policy.SchemaStore;
import io.millrace.policy.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A consumer that knows nothing of the replay: reads what is committed with Kafka's plain client, and holds it against the
 * Parquet files as DuckDB reads them.
 */
public final class BusReader {
    private static final Map<BusStream, List<String>> COLUMNS = Map.of(
            BusStream.EVENTS,
            List.of(
                    "ts_utc",
                    "flow_id",
                    "event_seq",
                    "event_type",
                    "amount_minor",
                    "currency",
                    "merchant_id",
                    "instrument_id",
                    "channel",
                    "step_up_result",
                    "auth_result",
                    "reason_code",
                    "approval_code"),
            BusStream.ANCHORS,
            List.of(
                    "ts_utc",
                    "flow_id",
                    "merchant_id",
                    "arrival_seq",
                    "session_id",
                    "session_seq",
                    "gap_previous_us",
                    "order_id",
                    "attempt_index",
                    "channel",
                    "flow_family",
                    "party_id",
                    "account_id",
                    "instrument_id",
                    "device_id",
                    "ip_id",
                    "sale_country_iso",
                    "party_country_iso",
                    "cross_border",
                    "price_class",
                    "currency",
                    "amount_minor"),
            BusStream.ENTITIES,
            List.of(
                    "ts_utc",
                    "merchant_id",
                    "arrival_seq",
                    "bucket_index",
                    "site_id",
                    "edge_id",
                    "is_virtual",
                    "tzid_primary",
                    "legal_country_iso",
                    "channel",
                    "party_id",
                    "account_id",
                    "instrument_id",
                    "device_id",
                    "ip_id",
                    "party_country_iso",
                    "device_is_terminal",
                    "session_id",
                    "session_seq",
                    "gap_previous_us",
                    "session_elapsed_us"));

    private final TestBroker broker;
    private final Path runRoot;
    private final String prefix;
    private final Map<BusStream, List<ConsumerRecord<byte[], byte[]>>> read = new HashMap<>();

    /** @param prefix of the topics of one test */
    public BusReader(TestBroker broker, Path runRoot, String prefix) {
        this.broker = broker;
        this.runRoot = runRoot;
        this.prefix = prefix;
    }

    public String topic(BusStream stream) {
        return prefix + stream.standardTopic();
    }

    /** By partition and offset; read once. */
    public List<ConsumerRecord<byte[], byte[]>> messages(BusStream stream) {
        return read.computeIfAbsent(stream, absent -> broker.committed(topic(stream)));
    }

    /** From now on looks again. */
    public void forget() {
        read.clear();
    }

    /** The payloads that are there as texts of their values, sorted. */
    public List<String> sorted(BusStream stream) {
        return messages(stream).stream()
                .map(message -> row(stream, json(message).required("payload")))
                .sorted()
                .toList();
    }

    /** Rows of the files as the same texts, sorted. */
    public List<String> parquet(BusStream stream) {
        List<String> columns = COLUMNS.get(stream).stream()
                .map(column -> "coalesce(CAST(" + (column.equals("ts_utc") ? "epoch_us(ts_utc)" : column)
                        + " AS VARCHAR), '-')")
                .toList();
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            try (ResultSet result = statement.executeQuery(
                    "SELECT concat_ws('|', " + String.join(", ", columns) + ") FROM read_parquet('"
                            + runRoot.resolve("data/layer3/6B/" + stream.kind().datasetId())
                            + "/**/*.parquet', hive_partitioning = false)")) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        rows.sort(null);
        return rows;
    }

    /** Rows of the files in the order in which they shall leave: by time, stream and key. */
    public List<String> inOrder(List<BusStream> streams) {
        List<String> rows = new ArrayList<>();
        streams.forEach(stream -> rows.addAll(parquet(stream)));
        rows.sort(java.util.Comparator.comparingLong(BusReader::micros)
                .thenComparingLong(row -> Long.parseUnsignedLong(row.split("\\|")[1]))
                .thenComparingLong(row -> Long.parseLong(row.split("\\|")[2])));
        return rows;
    }

    public static long micros(String row) {
        return Long.parseLong(row.substring(0, row.indexOf('|')));
    }

    /** Each row of the files is there once, with its own id, and nothing else is. */
    public void requireWhole(BusStream stream) {
        assertThat(sorted(stream)).as(stream.word()).isEqualTo(parquet(stream));
        Set<String> ids = new HashSet<>();
        messages(stream)
                .forEach(message -> ids.add(json(message).required("event_id").asString()));
        assertThat(ids).hasSize(parquet(stream).size());
    }

    /** In each partition the time never goes back, and events of a flow come in their order. */
    public void requireOrder(BusStream stream) {
        Map<Integer, String> latest = new HashMap<>();
        Map<Long, Integer> next = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> message : messages(stream)) {
            JsonNode envelope = json(message);
            String time = envelope.required("ts_utc").asString();
            assertThat(time).isGreaterThanOrEqualTo(latest.getOrDefault(message.partition(), ""));
            latest.put(message.partition(), time);
            assertThat(message.timestamp() * 1_000)
                    .isEqualTo(envelope.required("payload").required("ts_utc").asLong() / 1_000 * 1_000);
            if (stream == BusStream.EVENTS) {
                JsonNode payload = envelope.required("payload");
                long flow = payload.required("flow_id").asLong();
                assertThat(payload.required("event_seq").asInt()).isEqualTo(next.getOrDefault(flow, 0));
                next.put(flow, next.getOrDefault(flow, 0) + 1);
            }
        }
    }

    /** Keys are the ids they are named after, and lie where every client of Kafka would put them. */
    public void requirePartitions(BusStream stream, MessageKey key, int partitions) {
        Map<Long, JsonNode> anchors = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> message : messages(BusStream.ANCHORS)) {
            JsonNode payload = json(message).required("payload");
            anchors.put(payload.required("flow_id").asLong(), payload);
        }
        Set<Integer> used = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> message : messages(stream)) {
            JsonNode payload = json(message).required("payload");
            boolean isOnAnchor =
                    stream == BusStream.EVENTS && (key == MessageKey.ACCOUNT_ID || key == MessageKey.PARTY_ID);
            JsonNode holder =
                    isOnAnchor ? anchors.get(payload.required("flow_id").asLong()) : payload;
            String expected = stream == BusStream.ENTITIES && key == MessageKey.FLOW_ID
                    ? payload.required("merchant_id").asString() + ":"
                            + payload.required("arrival_seq").asString()
                    : holder.required(key.word()).asString();
            assertThat(new String(message.key(), StandardCharsets.UTF_8)).isEqualTo(expected);
            assertThat(message.partition()).isEqualTo(Utils.toPositive(Utils.murmur2(message.key())) % partitions);
            used.add(message.partition());
        }
        assertThat(used).hasSize(partitions);
    }

    /** Every message fits the closed schema of its topic, and its headers say what the envelope says. */
    public void requireSchema(BusStream stream) {
        String schema = "schema/bus/" + stream.kind().datasetId() + ".schema.json";
        List<ConsumerRecord<byte[], byte[]>> messages = messages(stream);
        // All are written alike; the closed schema is slow to ask.
        for (int i = 0; i < messages.size(); i += 25) {
            ConsumerRecord<byte[], byte[]> message = messages.get(i);
            List<Problem> problems = new ArrayList<>();
            PolicyNode node = StrictJson.parse("message", message.value(), ErrorCode.OUTPUT_SCHEMA_VIOLATION, problems)
                    .orElseThrow();
            problems.addAll(SchemaStore.shipped().check(schema, "message", node, ErrorCode.OUTPUT_SCHEMA_VIOLATION));
            assertThat(problems).isEmpty();
            for (String pin : List.of(
                    "event_type",
                    "schema_version",
                    "run_id",
                    "seed",
                    "scenario_id",
                    "parameter_hash",
                    "manifest_fingerprint")) {
                assertThat(new String(message.headers().lastHeader(pin).value(), StandardCharsets.UTF_8))
                        .isEqualTo(json(message).required(pin).asString());
            }
        }
    }

    /** No name of a column that is outcome, oracle or audit, by a list of its own; nor a session's end. */
    public void requireNoLeak(BusStream stream) {
        for (ConsumerRecord<byte[], byte[]> message : messages(stream)) {
            String text = new String(message.value(), StandardCharsets.UTF_8);
            assertThat(text)
                    .doesNotContainPattern("\"(visit_source|visit_slot|boundary_rule|channel_source|party_rule|"
                            + "account_rule|instrument_rule|device_rule|ip_rule|final_state|clearing_[a-z_]+|"
                            + "refund_[a-z_]+|event_count|censored_events|session_end[a-z_]*|arrival_count|"
                            + "fraud_[a-z_]+|campaign_[a-z_]+|bucket_count|zone_bucket_count)\"");
        }
    }

    private static String row(BusStream stream, JsonNode payload) {
        List<String> values = new ArrayList<>();
        for (String column : COLUMNS.get(stream)) {
            JsonNode value = payload.required(column);
            values.add(value.isNull() ? "-" : value.asString());
        }
        return String.join("|", values);
    }

    private static JsonNode json(ConsumerRecord<byte[], byte[]> message) {
        return JsonMapper.shared().readTree(message.value());
    }
}
