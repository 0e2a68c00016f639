package io.millrace.job.sinks.kafka;

import io.millrace.contract.Coded;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.Iso;
import io.millrace.contract.RowSchema;
import io.millrace.contract.Visibility;
import io.millrace.run.RunIdentity;
import io.millrace.slab.Columns;
import io.millrace.slab.Slab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a data set as messages: an envelope of id, type, time and the identity of the run around the columns that may be
 * known at the row's own time. Columns are chosen by their visibility class alone: outcome, oracle and audit have no way
 * out. Schema: {@code contracts/schema/bus/<data set>.schema.json}. Bytes are ASCII. For one thread.
 */
public final class EnvelopeWriter {
    /** Byte of a message at which its 64 digits of id begin. */
    public static final int EVENT_ID_AT = "{\"event_id\":\"".length();

    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] END = ascii("}}");

    private final MessageBytes message = new MessageBytes();
    private final MessageBytes keyValues = new MessageBytes();
    private final EventId eventId;
    private final UtcText utcText = new UtcText();
    /** Names of zones by ordinal, in quotes. */
    private final byte[][] zones;
    /** Everything before the id, between it and the time, and between the time and the first column. */
    private final byte[] beforeId;

    private final byte[] beforeTime;
    private final byte[] beforePayload;
    private final int[] keys;
    private final int time;
    private final int[] sent;
    /** By column: what stands before its value. */
    private final byte[][] names;
    /** By column: its words by code - 1, in quotes. */
    private final byte[][][] tokens;

    /**
     * @param dataset of the dictionary
     * @param kind a slab of its rows, of any size
     * @param zones tzids by ordinal, for ZONE columns
     */
    public EnvelopeWriter(DatasetDictionary.Dataset dataset, Slab kind, RunIdentity identity, List<String> zones) {
        this.eventId = new EventId(dataset.id(), identity);
        this.zones = zones.stream().map(MessageBytes::quoted).toArray(byte[][]::new);
        this.beforeId = ascii("{\"event_id\":\"");
        this.beforeTime = ascii("\"" + constants("event_type", dataset.id(), "schema_version", dataset.schemaVersion())
                + ",\"ts_utc\":\"");
        this.beforePayload = ascii("\""
                + constants(
                        "run_id", identity.runId(),
                        "seed", identity.seedText(),
                        "scenario_id", identity.scenarioId(),
                        "parameter_hash", identity.parameterHash(),
                        "manifest_fingerprint", identity.manifestFingerprint())
                + ",\"payload\":{");
        List<Columns.Column> columns = kind.columns().published();
        this.keys =
                dataset.keys().stream().mapToInt(name -> indexOf(columns, name)).toArray();
        this.time = indexOf(columns, dataset.partitionDate().orElseThrow());
        this.sent = sent(dataset.rowSchema(), columns);
        this.names = new byte[sent.length][];
        this.tokens = new byte[sent.length][][];
        for (int i = 0; i < sent.length; i++) {
            Columns.Column column = columns.get(sent[i]);
            names[i] = ascii((i == 0 ? "" : ",") + "\"" + column.name() + "\":");
            tokens[i] = new byte[column.vocabulary().length][];
            for (Coded value : column.vocabulary()) {
                tokens[i][value.code() - 1] = MessageBytes.quoted(value.token());
            }
        }
    }

    /** Columns of the payload, in order. */
    public List<String> payload() {
        List<String> payload = new ArrayList<>();
        for (byte[] name : names) {
            String text = new String(name, StandardCharsets.US_ASCII);
            payload.add(text.substring(text.indexOf('"') + 1, text.lastIndexOf('"')));
        }
        return payload;
    }

    /** The message of one row, good until the next one of the same length: the producer has copied it by then. */
    public byte[] write(Slab slab, int row) {
        List<Columns.Column> columns = slab.columns().published();
        fillKeyValues(columns, row);
        message.clear();
        message.put(beforeId);
        message.put(eventId.of(keyValues.array(), keyValues.size()), EventId.LENGTH);
        message.put(beforeTime);
        message.put(utcText.of(columns.get(time).bits(row)), UtcText.LENGTH);
        message.put(beforePayload);
        for (int i = 0; i < sent.length; i++) {
            message.put(names[i]);
            write(columns.get(sent[i]), tokens[i], row);
        }
        message.put(END);
        return message.exact();
    }

    /** First 64 bits of the id of the last message. */
    public long idBits() {
        return eventId.bits();
    }

    private void write(Columns.Column column, byte[][] vocabulary, int row) {
        if (column.isAbsent(row)) {
            message.put(NULL);
            return;
        }
        long bits = column.bits(row);
        switch (column.kind()) {
            case I32, I64, TS -> message.putSigned(bits);
            case U32 -> message.putUnsigned(bits & 0xFFFF_FFFFL);
            case U64 -> message.putUnsigned(bits);
            case BOOL -> message.put(bits == 1 ? TRUE : FALSE);
            case ENUM, WORD -> message.put(vocabulary[(int) bits - 1]);
            case CC -> putLetters(Iso.country((int) bits));
            case CUR -> putLetters(Iso.currency((int) bits));
            case ZONE -> message.put(zones[(int) bits]);
            case STR -> throw new IllegalStateException(column.name() + " holds free text, which traffic has none of");
        }
    }

    private void putLetters(String letters) {
        message.put('"');
        for (int i = 0; i < letters.length(); i++) {
            message.put(letters.charAt(i));
        }
        message.put('"');
    }

    private void fillKeyValues(List<Columns.Column> columns, int row) {
        keyValues.clear();
        for (int key : keys) {
            Columns.Column column = columns.get(key);
            keyValues.put('|');
            if (column.kind() == Columns.Kind.U64) {
                keyValues.putUnsigned(column.bits(row));
            } else {
                keyValues.putSigned(column.bits(row));
            }
        }
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

    /** {@code ,"name":"value"} of each pair. */
    private static String constants(String... namesAndValues) {
        StringBuilder constants = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            requirePlain(namesAndValues[i + 1]);
            constants
                    .append(",\"")
                    .append(namesAndValues[i])
                    .append("\":")
                    .append(new String(MessageBytes.quoted(namesAndValues[i + 1]), StandardCharsets.US_ASCII));
        }
        return constants.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Offsets in a message are counted in bytes, see {@link #EVENT_ID_AT}. */
    private static void requirePlain(String text) {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("must be ASCII, was " + text);
        }
    }
}
