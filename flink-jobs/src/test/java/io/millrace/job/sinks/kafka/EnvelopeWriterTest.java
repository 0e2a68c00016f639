package io.millrace.job.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.AuthResult;
import io.millrace.contract.Channel;
import io.millrace.contract.ContractResource;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.EventType;
import io.millrace.contract.Iso;
import io.millrace.contract.Visibility;
import io.millrace.digest.TupleDigest;
import io.millrace.policy.PolicyNode;
import io.millrace.policy.SchemaStore;
import io.millrace.policy.StrictJson;
import io.millrace.run.RunIdentity;
import io.millrace.slab.Columns;
import io.millrace.slab.EventSlab;
import io.millrace.slab.Slab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What leaves is what the schema of the bus says, and nothing that could only be known later. */
class EnvelopeWriterTest {
    private static final RunIdentity IDENTITY =
            new RunIdentity(42, "baseline_v1", "a".repeat(64), "b".repeat(64), "c".repeat(64));
    private static final List<String> ZONES = List.of("Europe/Berlin", "Asia/Kolkata");

    @Test
    void anEventReadsAsItsRow() {
        EventSlab slab = event();
        EnvelopeWriter writer = writer(BusStream.EVENTS);
        String message = new String(writer.write(slab, 0), StandardCharsets.UTF_8);

        String id = TupleDigest.sha256Hex(("s2_event_stream_baseline_6B|" + "c".repeat(64) + "|" + "b".repeat(64)
                        + "|42|baseline_v1|6148914691236517205|1")
                .getBytes(StandardCharsets.UTF_8));
        assertThat(message)
                .isEqualTo("{\"event_id\":\"" + id + "\",\"event_type\":\"s2_event_stream_baseline_6B\","
                        + "\"schema_version\":\"1.0.0\",\"ts_utc\":\"2026-02-13T10:04:28.127464Z\",\"run_id\":\""
                        + IDENTITY.runId() + "\",\"seed\":\"42\",\"scenario_id\":\"baseline_v1\",\"parameter_hash\":\""
                        + "b".repeat(64) + "\",\"manifest_fingerprint\":\"" + "c".repeat(64)
                        + "\",\"payload\":{\"flow_id\":6148914691236517205,\"event_seq\":1,"
                        + "\"event_type\":\"AUTH_RESPONSE\",\"ts_utc\":1770977068127464,\"amount_minor\":1299,"
                        + "\"currency\":\"EUR\",\"merchant_id\":11400714819323198485,\"instrument_id\":null,"
                        + "\"channel\":\"POS\",\"step_up_result\":null,\"auth_result\":\"APPROVED\","
                        + "\"reason_code\":null,\"approval_code\":4294967294}}");
        assertThat(writer.idBits()).isEqualTo(Long.parseUnsignedLong(id.substring(0, 16), 16));
    }

    @ParameterizedTest
    @EnumSource(BusStream.class)
    void aMessageFitsTheClosedSchemaOfItsTopic(BusStream stream) {
        Slab slab = filled(stream);
        EnvelopeWriter writer = writer(stream);
        for (int row = 0; row < slab.size; row++) {
            assertThat(problems(stream, writer.write(slab, row))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(BusStream.class)
    void theSchemaRefusesAnythingMore(BusStream stream) {
        String message = new String(writer(stream).write(filled(stream), 0), StandardCharsets.UTF_8);
        String leak = message.replace("\"payload\":{", "\"payload\":{\"fraud_flag\":true,");
        String outside = message.replace("{\"event_id\"", "{\"campaign_id\":1,\"event_id\"");
        assertThat(problems(stream, leak.getBytes(StandardCharsets.UTF_8))).isNotEmpty();
        assertThat(problems(stream, outside.getBytes(StandardCharsets.UTF_8))).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(BusStream.class)
    void thePayloadIsAllThatMayBeKnownAtTheTimeOfTheRowAndNothingElse(BusStream stream) {
        DatasetDictionary.Dataset dataset =
                DatasetDictionary.shipped().dataset(stream.kind().datasetId());
        List<String> allowed = dataset.rowSchema().columns().stream()
                .filter(column ->
                        column.visibility() == Visibility.TRAFFIC || column.visibility() == Visibility.CONTEXT)
                .map(column -> column.name())
                .toList();
        assertThat(writer(stream).payload()).isEqualTo(allowed);

        JsonNode schema = ContractResource.json(schemaOf(stream));
        JsonNode payload = schema.get("properties").get("payload");
        assertThat(payload.get("additionalProperties").asBoolean()).isFalse();
        assertThat(schema.get("additionalProperties").asBoolean()).isFalse();
        List<String> described = new ArrayList<>();
        payload.get("properties").properties().forEach(property -> described.add(property.getKey()));
        assertThat(described).isEqualTo(allowed);
        assertThat(schema.get("properties").get("event_type").get("const").asString())
                .isEqualTo(dataset.id());
        assertThat(schema.get("properties").get("schema_version").get("const").asString())
                .isEqualTo(dataset.schemaVersion());
    }

    @Test
    void theIdStandsWhereReadersLookForItAndIsThatOfTheRowAlone() {
        EventSlab slab = event();
        byte[] first = writer(BusStream.EVENTS).write(slab, 0);
        slab.amountMinor[0]++;
        byte[] changed = writer(BusStream.EVENTS).write(slab, 0);
        slab.eventSeq[0]++;
        byte[] other = writer(BusStream.EVENTS).write(slab, 0);
        assertThat(id(first))
                .isEqualTo(JsonMapper.shared().readTree(first).get("event_id").asString());
        assertThat(id(changed)).isEqualTo(id(first));
        assertThat(id(other)).isNotEqualTo(id(first));
    }

    @Test
    void timesBeforeAndAfterMidnightHaveTheirOwnDates() {
        UtcText text = new UtcText();
        assertThat(ascii(text.of(1_770_976_799_999_999L))).isEqualTo("2026-02-13T09:59:59.999999Z");
        assertThat(ascii(text.of(1_771_027_200_000_000L))).isEqualTo("2026-02-14T00:00:00.000000Z");
        assertThat(ascii(text.of(1_771_027_199_999_999L))).isEqualTo("2026-02-13T23:59:59.999999Z");
        assertThat(ascii(text.of(0))).isEqualTo("1970-01-01T00:00:00.000000Z");
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static String id(byte[] message) {
        return ascii(message).substring(EnvelopeWriter.EVENT_ID_AT, EnvelopeWriter.EVENT_ID_AT + EventId.LENGTH);
    }

    private static EnvelopeWriter writer(BusStream stream) {
        return new EnvelopeWriter(
                DatasetDictionary.shipped().dataset(stream.kind().datasetId()),
                stream.kind().empty(1),
                IDENTITY,
                ZONES);
    }

    private static EventSlab event() {
        EventSlab slab = new EventSlab(1);
        int row = slab.addRow();
        slab.flowId[row] = 6_148_914_691_236_517_205L;
        slab.eventSeq[row] = 1;
        slab.eventType[row] = (byte) EventType.AUTH_RESPONSE.code();
        slab.tsMicros[row] = 1_770_977_068_127_464L;
        slab.amountMinor[row] = 1_299;
        slab.currency[row] = (short) Iso.pack("EUR");
        slab.merchantId[row] = Long.parseUnsignedLong("11400714819323198485");
        slab.instrumentId[row] = Columns.ABSENT;
        slab.channel[row] = (byte) Channel.POS.code();
        slab.authResult[row] = (byte) AuthResult.APPROVED.code();
        slab.approvalCode[row] = -2;
        return slab;
    }

    /** Two rows: every nullable column absent in the first and given in the second, every token of an enum possible. */
    private static Slab filled(BusStream stream) {
        Slab slab = stream.kind().empty(2);
        for (int number = 0; number < 2; number++) {
            int row = slab.addRow();
            for (Columns.Column column : slab.columns().published()) {
                fill(column, row, number == 0 && column.nullable());
            }
        }
        return slab;
    }

    private static void fill(Columns.Column column, int row, boolean absent) {
        switch (column.kind()) {
            case I64, U64 -> ((long[]) column.array())[row] = absent ? column.absent() : Long.MAX_VALUE >>> 25;
            case TS -> ((long[]) column.array())[row] = 1_770_977_068_127_464L;
            case I32, U32 -> ((int[]) column.array())[row] = absent ? (int) column.absent() : 7;
            case CC -> ((short[]) column.array())[row] = (short) Iso.pack("DE");
            case CUR -> ((short[]) column.array())[row] = (short) Iso.pack("EUR");
            case ZONE -> ((short[]) column.array())[row] = 1;
            case ENUM, WORD -> ((byte[]) column.array())[row] = (byte) (absent ? 0 : column.vocabulary()[row].code());
            case BOOL -> ((boolean[]) column.array())[row] = row == 1;
            case STR -> throw new IllegalStateException(column.name());
        }
    }

    private static String schemaOf(BusStream stream) {
        return "schema/bus/" + stream.kind().datasetId() + ".schema.json";
    }

    private static List<Problem> problems(BusStream stream, byte[] message) {
        List<Problem> problems = new ArrayList<>();
        PolicyNode root = StrictJson.parse("message", message, ErrorCode.OUTPUT_SCHEMA_VIOLATION, problems)
                .orElseThrow();
        problems.addAll(
                SchemaStore.shipped().check(schemaOf(stream), "message", root, ErrorCode.OUTPUT_SCHEMA_VIOLATION));
        return problems;
    }
}
