package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

class SchemaStoreTest {
    private static final String HEAD = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{type: integer}            | 1.5       | must be of type integer, was 1.5; write a value of this type",
                "{type: integer}            | '1'       | must be of type integer, was \"1\"; write it without quotes",
                "{type: string}             | 7         | must be of type string, was 7; quote it",
                "{maximum: 3}               | 4         | must be at most 3, was 4; lower it",
                "{exclusiveMinimum: 0}      | 0         | must be above 0, was 0; raise it",
                "{exclusiveMaximum: 1}      | 1.0       | must be below 1, was 1; lower it",
                "{multipleOf: 5}            | 7         | must be a multiple of 5, was 7; round it",
                "{pattern: '^[a-z]+$'}      | A         | must match ^[a-z]+$, was \"A\"; write it in this form",
                "{minLength: 2}             | a         | must have at least 2 characters, was \"a\"; lengthen it",
                "{maxLength: 2}             | abc       | must have at most 2 characters, was \"abc\"; shorten it",
                "{minItems: 2}              | [1]       | must have at least 2 entries, was 1; add the missing ones",
                "{maxItems: 1}              | [1, 2, 3] | must have at most 1 entries, was 3; remove some",
                "{uniqueItems: true}        | [1, 1]    | must have no entry twice, was [1,1]; remove the repeated ones",
                "{const: [a, b]}            | [b]       | must be [\"a\",\"b\"], was [\"b\"]; write [\"a\",\"b\"]",
                "{enum: [ECOM, POS]}        | ECMO      | must be one of ECOM, POS, was \"ECMO\"; did you mean ECOM?",
                "{enum: [ECOM, POS]}        | WIRE      | must be one of ECOM, POS, was \"WIRE\"; write one of them",
                "{propertyNames: {enum: [A, B]}} | {C: 1} | must be one of A, B, was C; did you mean A?",
                "{propertyNames: {pattern: '^[A-Z]+$'}} | {c: 1} | must be a name that the schema allows, was c; write it in the form the schema asks for, or remove it",
                "{anyOf: [{type: integer}, {type: 'null'}]} | x | must be integer or null, was \"x\"; write it without quotes"
            })
    void everyKeywordHasAMessageThatSaysWhatToDo(String rule, String value, String message) {
        String schema = json("{properties: {k: " + rule + "}}");
        SchemaStore store = SchemaStore.of(
                Map.of("schema/a.json", HEAD + SchemaStore.BASE + "schema/a.json\"," + schema.substring(1)));
        List<Problem> problems =
                store.check("schema/a.json", "p.yaml", yaml("k: " + value + "\n"), ErrorCode.CONFIG_VALIDATION_FAILED);
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.text()).startsWith("p.yaml#/k").endsWith(": " + message + " [schema]");
            assertThat(problem.line()).isEqualTo(1);
        });
    }

    @Test
    void aReferenceToNothingIsAProblemOfTheContractsAndNothingIsFetched() {
        SchemaStore store = SchemaStore.of(Map.of(
                "schema/a.json",
                HEAD + SchemaStore.BASE + "schema/a.json\",\"properties\":{\"k\":{\"$ref\":\"b.json#/$defs/x\"}}}",
                "schema/c.json",
                HEAD + SchemaStore.BASE
                        + "schema/c.json\",\"properties\":{\"k\":{\"$ref\":\"http://localhost:9/remote.json\"}}}"));
        for (String path : List.of("schema/a.json", "schema/c.json", "schema/absent.json")) {
            assertThat(store.unresolved(path)).as(path).hasValueSatisfying(problem -> {
                assertThat(problem.code()).isEqualTo(ErrorCode.SCHEMA_ANCHOR_UNRESOLVED);
                assertThat(problem.where()).isEqualTo("contracts/" + path);
            });
            assertThat(store.check(path, "p.yaml", yaml("k: 1\n"), ErrorCode.CONFIG_VALIDATION_FAILED))
                    .extracting(Problem::code)
                    .containsExactly(ErrorCode.SCHEMA_ANCHOR_UNRESOLVED);
        }
    }

    @Test
    void runDocumentsGetTheSameMessages() {
        String receipt = """
                {"receipt_version":1,"run_id":"0123","seed":"42","scenario_id":"baseline_v1",
                 "manifest_fingerprint":"%s","parameter_hash":"%s","world_parameter_hash":"%s",
                 "world_kind":"FORREIGN","contracts_version":"1.0.0","host":"x"}
                """.formatted("a".repeat(64), "b".repeat(64), "c".repeat(64));
        List<Problem> problems = new ArrayList<>();
        PolicyNode document = StrictJson.parse(
                        "run_receipt.json",
                        receipt.getBytes(StandardCharsets.UTF_8),
                        ErrorCode.WORLD_IDENTITY_MISMATCH,
                        problems)
                .orElseThrow();
        problems.addAll(SchemaStore.shipped()
                .check(
                        "schema/run/run_receipt.schema.json",
                        "run_receipt.json",
                        document,
                        ErrorCode.WORLD_IDENTITY_MISMATCH));
        assertThat(problems)
                .extracting(Problem::text)
                .containsExactly(
                        "run_receipt.json#/run_id (1:31): must match ^[0-9a-f]{32}$, was \"0123\"; write it in this form"
                                + " [schema]",
                        "run_receipt.json#/world_kind (3:15): must be one of OWN, FOREIGN, was \"FORREIGN\"; did you"
                                + " mean FOREIGN? [schema]",
                        "run_receipt.json#/host (3:54): must be one of contracts_version, manifest_fingerprint,"
                                + " parameter_hash, receipt_version, run_id, scenario_id, seed, world_kind,"
                                + " world_parameter_hash, was host; remove it [schema]");
    }

    @Test
    void brokenJsonIsToldWithItsPlace() {
        List<Problem> problems = new ArrayList<>();
        for (String text : List.of("{\"a\":1,\"a\":2}", "{\"a\":}", "{} {}", "")) {
            assertThat(StrictJson.parse(
                            "x.json", text.getBytes(StandardCharsets.UTF_8), ErrorCode.INPUT_SCHEMA_MISMATCH, problems))
                    .as(text)
                    .isEmpty();
        }
        assertThat(problems).hasSize(4).allSatisfy(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.INPUT_SCHEMA_MISMATCH);
            assertThat(problem.expected()).isEqualTo("must be one JSON value");
            assertThat(problem.line()).isEqualTo(1);
        });
    }

    private static PolicyNode yaml(String text) {
        return StrictYaml.parse("p.yaml", text.getBytes(StandardCharsets.UTF_8), new ArrayList<>())
                .orElseThrow();
    }

    private static String json(String flowYaml) {
        return new YAMLMapper().readTree(flowYaml).toString();
    }
}
