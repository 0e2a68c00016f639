package io.millrace.run;

import io.millrace.contract.ColumnType;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.RowSchema;
import io.millrace.digest.TupleDigest;
import io.millrace.run.FooterFacts.ColumnFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Tables as text files: a line {@code rows N}, a line {@code seq MIN MAX}, and one line per footer key. Columns are
 * those of the dictionary for the data set the footer names, unless a line {@code columns} says otherwise.
 */
final class FakeTables implements TableFooters {
    private static final DatasetDictionary DICTIONARY = DatasetDictionary.shipped();

    /** Text of a file. */
    static String text(long rows, Map<String, String> keys) {
        StringBuilder text = new StringBuilder("rows " + rows + "\n");
        new TreeMap<>(keys)
                .forEach((key, value) ->
                        text.append(key).append(' ').append(value).append('\n'));
        return text.toString();
    }

    @Override
    public FooterFacts read(Path file) throws IOException {
        String text = Files.readString(file);
        if (!text.startsWith("rows ")) {
            throw new IOException("no table");
        }
        TreeMap<String, String> keys = new TreeMap<>();
        text.lines().forEach(line -> {
            int space = line.indexOf(' ');
            keys.put(line.substring(0, space), line.substring(space + 1));
        });
        long rows = Long.parseLong(keys.remove("rows"));
        String seq = keys.remove("seq");
        String columns = keys.remove("columns");
        return new FooterFacts(
                rows,
                columns(keys.get("millrace.dataset"), seq, columns),
                keys,
                TupleDigest.sha256Hex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static List<ColumnFacts> columns(String datasetId, String seq, String renamed) {
        List<ColumnFacts> facts = new ArrayList<>();
        if (datasetId == null) {
            return facts;
        }
        for (RowSchema.Column column : DICTIONARY.dataset(datasetId).rowSchema().columns()) {
            boolean isSeq = column.name().equals("arrival_seq") && seq != null;
            String[] range = isSeq ? seq.split(" ") : new String[0];
            String name = renamed != null && renamed.startsWith(column.name() + "=")
                    ? renamed.substring(renamed.indexOf('=') + 1)
                    : column.name();
            facts.add(new ColumnFacts(
                    name,
                    physical(column.type()),
                    logical(column.type()),
                    column.nullable(),
                    isSeq ? OptionalLong.of(Long.parseLong(range[0])) : OptionalLong.empty(),
                    isSeq ? OptionalLong.of(Long.parseLong(range[1])) : OptionalLong.empty()));
        }
        return facts;
    }

    private static String physical(ColumnType type) {
        return switch (type) {
            case I32, U32 -> "INT32";
            case I64, U64, TS -> "INT64";
            case BOOL -> "BOOLEAN";
            case E, CC, CUR, STR, V -> "BYTE_ARRAY";
        };
    }

    private static String logical(ColumnType type) {
        return switch (type) {
            case I32, I64, BOOL -> "";
            case U32 -> "INTEGER(32,false)";
            case U64 -> "INTEGER(64,false)";
            case TS -> "TIMESTAMP(MICROS,true)";
            case E, CC, CUR, STR, V -> "STRING";
        };
    }
}
