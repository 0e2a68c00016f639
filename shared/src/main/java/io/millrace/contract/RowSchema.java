package io.millrace.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a row is: its columns in file order, which is digest order too.
 *
 * @param path of the schema below {@code contracts}
 */
public record RowSchema(String path, List<Column> columns) {
    public RowSchema {
        columns = List.copyOf(columns);
    }

    /** @param path such as {@code schema/row/s2_event_stream_baseline_6B.schema.json} */
    public static RowSchema of(String path) {
        List<Column> columns = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property :
                ContractResource.json(path).get("properties").properties()) {
            columns.add(Column.of(property.getKey(), property.getValue()));
        }
        return new RowSchema(path, columns);
    }

    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** @throws IllegalArgumentException when the row has no such column */
    public Column column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(path + " has no column " + name));
    }

    /**
     * @param unit empty for ids, tokens and plain counts
     * @param vocabulary name in {@code enums.yaml} for E, taxonomy pack for V, else empty
     */
    public record Column(
            String name, ColumnType type, boolean nullable, String unit, Visibility visibility, String vocabulary) {

        private static Column of(String name, JsonNode schema) {
            return new Column(
                    name,
                    ColumnType.valueOf(schema.get("x_type").asString()),
                    allowsNull(schema),
                    schema.path("x_unit").asString(""),
                    Visibility.valueOf(schema.get("x_visibility").asString()),
                    schema.path("x_vocabulary").asString(""));
        }

        private static boolean allowsNull(JsonNode schema) {
            for (JsonNode alternative : schema.path("anyOf")) {
                if (alternative.path("type").asString("").equals("null")) {
                    return true;
                }
            }
            return false;
        }
    }
}
