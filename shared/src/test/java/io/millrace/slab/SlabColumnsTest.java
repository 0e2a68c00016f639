package io.millrace.slab;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.Coded;
import io.millrace.contract.ColumnType;
import io.millrace.contract.ContractResource;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.RowSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The published columns of a slab are the columns of its data set: names, types, nulls, vocabulary and order. */
class SlabColumnsTest {
    /** Texts that a slab holds as positions, codes or bytes. */
    private static final Map<String, String> TYPE_BY_KIND =
            Map.of("ENUM", "E", "ZONE", "STR", "WORD", "STR", "STR", "STR");

    static Stream<SlabKind> published() {
        return Arrays.stream(SlabKind.values()).filter(kind -> !kind.datasetId().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("published")
    void slabAndRowSchemaHaveTheSameColumns(SlabKind kind) {
        RowSchema row = DatasetDictionary.shipped().dataset(kind.datasetId()).rowSchema();
        List<String> expected = row.columns().stream()
                .map(column -> column.name() + " " + stored(column.type()) + (column.nullable() ? "?" : ""))
                .toList();
        List<String> actual = kind.empty(1).columns().published().stream()
                .map(column -> column.name() + " "
                        + TYPE_BY_KIND.getOrDefault(
                                column.kind().name(), column.kind().name())
                        + (column.nullable() ? "?" : ""))
                .toList();
        assertThat(actual).containsExactlyElementsOf(expected);
    }

    /** Open vocabularies are text in files. */
    private static ColumnType stored(ColumnType type) {
        return type == ColumnType.V ? ColumnType.STR : type;
    }

    @ParameterizedTest
    @MethodSource("published")
    void enumColumnsHaveTheVocabularyOfTheSchema(SlabKind kind) {
        RowSchema row = DatasetDictionary.shipped().dataset(kind.datasetId()).rowSchema();
        JsonNode vocabularies = ContractResource.yaml("dictionary/enums.yaml").get("vocabularies");
        for (Columns.Column column : kind.empty(1).columns().published()) {
            if (column.kind() == Columns.Kind.ENUM) {
                JsonNode codes = vocabularies.path(row.column(column.name()).vocabulary());
                assertThat(codes.size()).as(column.name()).isEqualTo(column.vocabulary().length);
                for (Coded token : column.vocabulary()) {
                    assertThat(codes.path(token.token()).asInt(0))
                            .as(column.name())
                            .isEqualTo(token.code());
                }
            }
        }
    }
}
