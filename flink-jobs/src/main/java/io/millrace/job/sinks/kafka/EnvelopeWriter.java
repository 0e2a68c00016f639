package io.millrace.job.sinks.kafka;

import io.millrace.contract.Coded;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.Iso;
import io.millrace.contract.RowSchema;
import io.millrace.contract.Visibility;
import io.millrace.run.RunIdentity;
import io.millrace.slab.Columns;
import io.millrace.slab.Slab;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/**
 * Rows of a data set as messages: an envelope of id, type, time and the identity of the run around the columns that may be
 * known at the row's own time. Columns are chosen by their visibility class alone: outcome, oracle and audit have no way
 * out. Schema: {@code contracts/schema/bus/<data set>.schema.json}. Bytes are ASCII. For one thread.
 */
public final class EnvelopeWriter {
    /** Byte of a message at which its 64 digits of id begin. */
    public static final int EVENT_ID_AT = "{\"event_id\":\"".length();

    private static final int MESSAGE_BYTES = 1_024;
    private static final SerializableString EVENT_ID = new SerializedString("event_id");
    private static final SerializableString TS_UTC = new SerializedString("ts_utc");
    private static final SerializableString PAYLOAD = new SerializedString("payload");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(MESSAGE_BYTES);
    private final JsonGenerator json;
    private final EventId eventId;
    private final UtcText utcText = new UtcText();
    private final List<String> zones;
    private final Map<SerializableString, SerializableString> beforeTime;
    private final Map<SerializableString, SerializableString> afterTime;
    private final int[] keys;
    private final int time;
    private final int[] sent;
    private final SerializableString[] names;
    private final SerializableString[][] tokens;
    private final StringBuilder keyText = new StringBuilder();
    private byte[] keyBytes = new byte[128];

    /**
     * @param dataset of the dictionary
     * @param kind a slab of its rows, of any size
     * @param zones tzids by ordinal, for ZONE columns
     */
    public EnvelopeWriter(DatasetDictionary.Dataset dataset, Slab kind, RunIdentity identity, List<String> zones) {
        this.json = JsonFactory.builder()
                .rootValueSeparator((String) null)
                .build()
                .createGenerator(tools.jackson.core.ObjectWriteContext.empty(), bytes);
        this.eventId = new EventId(dataset.id(), identity);
        this.zones = List.copyOf(zones);
        this.beforeTime = constants("event_type", dataset.id(), "schema_version", dataset.schemaVersion());
        this.afterTime = constants(
                "run_id", identity.runId(),
                "seed", identity.seedText(),
                "scenario_id", identity.scenarioId(),
                "parameter_hash", identity.parameterHash(),
                "manifest_fingerprint", identity.manifestFingerprint());
        List<Columns.Column> columns = kind.columns().published();
        this.keys =
                dataset.keys().stream().mapToInt(name -> indexOf(columns, name)).toArray();
        this.time = indexOf(columns, dataset.partitionDate().orElseThrow());
        this.sent = sent(dataset.rowSchema(), columns);
        this.names = new SerializableString[sent.length];
        this.tokens = new SerializableString[sent.length][];
        for (int i = 0; i < sent.length; i++) {
            Columns.Column column = columns.get(sent[i]);
            names[i] = new SerializedString(column.name());
            tokens[i] = new SerializableString[column.vocabulary().length];
            for (Coded value : column.vocabulary()) {
                tokens[i][value.code() - 1] = new SerializedString(value.token());
            }
        }
    }

    /** Columns of the payload, in order. */
    public List<String> payload() {
        List<String> payload = new ArrayList<>();
        for (SerializableString name : names) {
            payload.add(name.getValue());
        }
        return payload;
    }

    /** The message of one row. */
    public byte[] write(Slab slab, int row) {
        List<Columns.Column> columns = slab.columns().published();
        json.writeStartObject();
        json.writeName(EVENT_ID);
        int length = keyValues(columns, row);
        json.writeRawUTF8String(eventId.of(keyBytes, length), 0, EventId.LENGTH);
        write(beforeTime);
        json.writeName(TS_UTC);
        json.writeRawUTF8String(utcText.of(columns.get(time).bits(row)), 0, UtcText.LENGTH);
        write(afterTime);
        json.writeName(PAYLOAD);
        json.writeStartObject();
        for (int i = 0; i < sent.length; i++) {
            json.writeName(names[i]);
            write(columns.get(sent[i]), tokens[i], row);
        }
        json.writeEndObject();
        json.writeEndObject();
        json.flush();
        byte[] message = bytes.toByteArray();
        bytes.reset();
        return message;
    }

    private void write(Map<SerializableString, SerializableString> constants) {
        constants.forEach((name, value) -> {
            json.writeName(name);
            json.writeString(value);
        });
    }

    private void write(Columns.Column column, SerializableString[] vocabulary, int row) {
        if (column.isAbsent(row)) {
            json.writeNull();
            return;
        }
        switch (column.kind()) {
            case I32, I64, TS -> json.writeNumber(column.bits(row));
            case U32 -> json.writeNumber(column.bits(row) & 0xFFFF_FFFFL);
            case U64 -> {
                long bits = column.bits(row);
                if (bits >= 0) {
                    json.writeNumber(bits);
                } else {
                    json.writeRawValue(Long.toUnsignedString(bits));
                }
            }
            case BOOL -> json.writeBoolean(column.bits(row) == 1);
            case ENUM, WORD -> json.writeString(vocabulary[(int) column.bits(row) - 1]);
            case CC -> json.writeString(Iso.country((int) column.bits(row)));
            case CUR -> json.writeString(Iso.currency((int) column.bits(row)));
            case ZONE -> json.writeString(zones.get((int) column.bits(row)));
            case STR -> throw new IllegalStateException(column.name() + " holds free text, which traffic has none of");
        }
    }

    /** Fills {@link #keyBytes}. */
    private int keyValues(List<Columns.Column> columns, int row) {
        keyText.setLength(0);
        for (int key : keys) {
            Columns.Column column = columns.get(key);
            long bits = column.bits(row);
            keyText.append('|');
            if (column.kind() == Columns.Kind.U64 && bits < 0) {
                keyText.append(Long.toUnsignedString(bits));
            } else {
                keyText.append(bits);
            }
        }
        if (keyText.length() > keyBytes.length) {
            keyBytes = new byte[2 * keyText.length()];
        }
        for (int i = 0; i < keyText.length(); i++) {
            keyBytes[i] = (byte) keyText.charAt(i);
        }
        return keyText.length();
    }

    private static int[] sent(RowSchema schema, List<Columns.Column> columns) {
        List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Visibility visibility = schema.column(columns.get(i).name()).visibility();
            boolean leaves =
                    switch (visibility) {
                        case TRAFFIC, CONTEXT -> true;
                        case OUTCOME, ORACLE, AUDIT -> false;
                    };
            if (leaves) {
                sent.add(i);
            }
        }
        return sent.stream().mapToInt(i -> i).toArray();
    }

    private static int indexOf(List<Columns.Column> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no column " + name);
    }

    private static Map<SerializableString, SerializableString> constants(String... namesAndValues) {
        Map<SerializableString, SerializableString> constants = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            requirePlain(namesAndValues[i + 1]);
            constants.put(new SerializedString(namesAndValues[i]), new SerializedString(namesAndValues[i + 1]));
        }
        return constants;
    }

    /** Offsets in a message are counted in bytes, see {@link #EVENT_ID_AT}. */
    private static void requirePlain(String text) {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("must be ASCII, was " + text);
        }
    }
}
