package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.policy.PolicyNode;
import io.millrace.policy.SchemaStore;
import io.millrace.policy.StrictJson;
import io.millrace.policy.StrictYaml;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every schema is closed, bounded and made of known keywords; contracts 2.2. */
class SchemaRulesTest {
    private static final Path CONTRACTS = PolicyFiles.root().resolve("contracts");
    private static final Set<String> MAPS_OF_SCHEMAS = Set.of("properties", "$defs");
    private static final Set<String> LISTS_OF_SCHEMAS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");
    private static final Set<String> SCHEMAS = Set.of(
            "items", "additionalProperties", "unevaluatedProperties", "propertyNames", "not", "if", "then", "else");
    private static final Set<String> OF_NUMBERS =
            Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");
    private static final Set<String> OF_TEXTS = Set.of("pattern", "minLength", "maxLength");
    private static final Set<String> OF_ARRAYS = Set.of("items", "prefixItems", "minItems", "maxItems", "uniqueItems");
    private static final Set<String> OF_OBJECTS = Set.of(
            "properties",
            "required",
            "additionalProperties",
            "unevaluatedProperties",
            "propertyNames",
            "minProperties",
            "maxProperties");
    private static final Set<String> OF_ANY = Set.of(
            "type",
            "const",
            "enum",
            "$ref",
            "anyOf",
            "oneOf",
            "allOf",
            "not",
            "if",
            "then",
            "else",
            "title",
            "description");
    private static final Set<String> OF_COLUMNS = Set.of("x_type", "x_unit", "x_visibility", "x_vocabulary");
    private static final Set<String> OF_ROOT = Set.of("$schema", "$id", "$defs");
    /** Free text for people. */
    private static final Set<String> FREE = Set.of("notes", "description");

    private final List<String> faults = new ArrayList<>();

    static Stream<String> schemas() throws IOException {
        return below("schema", ".schema.json");
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everySchemaIsClosedBoundedAndKnown(String path) {
        JsonNode root = ContractResource.json(path);
        assertThat(root.path("$schema").asString("")).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(root.path("$id").asString("")).isEqualTo(SchemaStore.BASE + path);
        Set<String> open = openPointers(path);
        walk(root, "", "", path, open);
        assertThat(faults).isEmpty();
        assertThat(SchemaStore.shipped().unresolved(path)).isEmpty();
    }

    @Test
    void theWalkFindsOpenObjectsMissingBoundsAndStrangeKeywords() {
        JsonNode bad = JsonMapper.shared().readTree("""
                        {"type": "object", "properties": {
                          "a": {"type": "integer", "minimum": 0},
                          "b": {"type": "string"},
                          "c": {"type": "array", "items": {"enum": [1]}, "maxItems": 3},
                          "d": {"type": "boolean", "minimum": 1, "format": "x", "$id": "y"}},
                         "required": ["a", "b", "c"], "additionalProperties": true}""");
        walk(bad, "", "", "bad", Set.of());
        assertThat(faults)
                .containsExactlyInAnyOrder(
                        "bad# is open",
                        "bad# does not require d",
                        "bad#/properties/a has no maximum",
                        "bad#/properties/b has no enum, const or pattern",
                        "bad#/properties/c has no minItems",
                        "bad#/properties/d minimum does not fit boolean",
                        "bad#/properties/d unknown keyword format",
                        "bad#/properties/d unknown keyword $id");
    }

    static Stream<String> dictionaries() throws IOException {
        return below("dictionary", ".yaml");
    }

    @ParameterizedTest
    @MethodSource("dictionaries")
    void everyDictionaryIsStrictYamlOfItsSchema(String path) {
        String schema = path.replace("dictionary/", "schema/meta/").replace(".yaml", ".schema.json");
        assertThat(problems(path, schema)).isEmpty();
    }

    @Test
    void theListOfShallowPacksIsStrictToo() {
        assertThat(problems("schema/meta/shallow.yaml", "schema/meta/shallow.schema.json"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rowSchemas")
    void everyRowSchemaHasTheFormOfOne(String path) {
        List<Problem> problems = new ArrayList<>();
        // JSON is YAML, but keys such as $ref are no policy keys: the JSON reader takes them.
        PolicyNode root = StrictJson.parse(
                        path, ContractResource.bytes(path), ErrorCode.CONTRACT_SET_INCOMPLETE, problems)
                .orElseThrow();
        problems.addAll(SchemaStore.shipped()
                .check("schema/meta/row.schema.json", path, root, ErrorCode.CONTRACT_SET_INCOMPLETE));
        assertThat(problems).isEmpty();
    }

    static Stream<String> rowSchemas() throws IOException {
        return below("schema/row", ".schema.json");
    }

    @Test
    void everySchemaTheDictionariesNameIsThere() {
        // Packs of stages that are not built yet bring their schemas with them.
        assertThat(SchemaStore.shipped().unresolved())
                .filteredOn(problem ->
                        Files.exists(CONTRACTS.resolve(problem.where().replaceFirst("^contracts/", ""))))
                .isEmpty();
        assertThat(DatasetDictionary.shipped().all()).allSatisfy(dataset -> dataset.schema()
                .ifPresent(
                        path -> assertThat(ContractResource.find(path)).as(path).isPresent()));
    }

    private static List<Problem> problems(String path, String schema) {
        List<Problem> problems = new ArrayList<>();
        PolicyNode root = StrictYaml.parse("contracts/" + path, ContractResource.bytes(path), problems)
                .orElseThrow();
        problems.addAll(
                SchemaStore.shipped().check(schema, "contracts/" + path, root, ErrorCode.CONTRACT_SET_INCOMPLETE));
        return problems;
    }

    private static Set<String> openPointers(String path) {
        Set<String> pointers = new TreeSet<>();
        String id = path.replaceFirst(".*/", "").replace(".schema.json", "");
        ContractResource.yaml("schema/meta/shallow.yaml")
                .path("open_objects")
                .path(id)
                .forEach(pointer -> pointers.add(pointer.asString()));
        return pointers;
    }

    private void walk(JsonNode schema, String pointer, String name, String path, Set<String> open) {
        if (schema.isBoolean() || open.stream().anyMatch(pointer::startsWith)) {
            return;
        }
        String place = path + "#" + pointer;
        // Names of properties are texts, said or not.
        String untyped = pointer.endsWith("/propertyNames") ? "string" : "";
        String type = schema.path("type").isString() ? schema.get("type").asString() : untyped;
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            String keyword = entry.getKey();
            checkKeyword(keyword, type, pointer, place);
            String below = pointer + "/" + keyword.replace("~", "~0").replace("/", "~1");
            if (MAPS_OF_SCHEMAS.contains(keyword)) {
                entry.getValue()
                        .properties()
                        .forEach(child ->
                                walk(child.getValue(), below + "/" + child.getKey(), child.getKey(), path, open));
            } else if (LISTS_OF_SCHEMAS.contains(keyword)) {
                for (int i = 0; i < entry.getValue().size(); i++) {
                    walk(entry.getValue().get(i), below + "/" + i, name, path, open);
                }
            } else if (SCHEMAS.contains(keyword)) {
                walk(entry.getValue(), below, name, path, open);
            }
        }
        boolean fixed = schema.has("const") || schema.has("enum");
        switch (type) {
            case "object" -> checkObject(schema, place, path);
            case "array" -> {
                need(schema, place, "minItems");
                need(schema, place, "maxItems");
            }
            case "integer", "number" -> {
                if (!fixed) {
                    needOne(schema, place, "minimum", "exclusiveMinimum");
                    needOne(schema, place, "maximum", "exclusiveMaximum");
                }
            }
            case "string" -> {
                if (!fixed && !schema.has("pattern") && !schema.has("$ref") && !FREE.contains(name)) {
                    faults.add(place + " has no enum, const or pattern");
                }
            }
            default -> {}
        }
    }

    private void checkKeyword(String keyword, String type, String pointer, String place) {
        boolean known = OF_ANY.contains(keyword)
                || OF_COLUMNS.contains(keyword)
                || OF_NUMBERS.contains(keyword)
                || OF_TEXTS.contains(keyword)
                || OF_ARRAYS.contains(keyword)
                || OF_OBJECTS.contains(keyword)
                || (OF_ROOT.contains(keyword) && (pointer.isEmpty() || keyword.equals("$defs")));
        if (!known) {
            faults.add(place + " unknown keyword " + keyword);
            return;
        }
        boolean misplaced = (OF_NUMBERS.contains(keyword) && !type.equals("integer") && !type.equals("number"))
                || (OF_TEXTS.contains(keyword) && !type.equals("string"))
                || (OF_ARRAYS.contains(keyword) && !type.equals("array"))
                || (OF_OBJECTS.contains(keyword) && !type.equals("object") && !type.isEmpty());
        if (misplaced) {
            faults.add(place + " " + keyword + " does not fit " + (type.isEmpty() ? "an untyped schema" : type));
        }
    }

    private void checkObject(JsonNode schema, String place, String path) {
        JsonNode others = schema.path("additionalProperties");
        boolean closed = others.isBoolean() && !others.asBoolean();
        boolean map = others.isObject() && schema.has("propertyNames");
        boolean composed = schema.has("allOf")
                && schema.path("unevaluatedProperties").isBoolean()
                && !schema.get("unevaluatedProperties").asBoolean();
        if (!closed && !map && !composed) {
            faults.add(place + " is open");
        }
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(key -> required.add(key.asString()));
        // A column has a type or a reference or both branches, so the form of columns alone has optional keys.
        if (!path.equals("schema/meta/row.schema.json")) {
            schema.path("properties").properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(key -> !key.equals("notes") && !required.contains(key))
                    .forEach(key -> faults.add(place + " does not require " + key));
        }
        required.stream()
                .filter(key -> !composed && !schema.path("properties").has(key) && !map)
                .forEach(key -> faults.add(place + " requires " + key + ", which it does not describe"));
    }

    private void need(JsonNode schema, String place, String keyword) {
        if (!schema.has(keyword)) {
            faults.add(place + " has no " + keyword);
        }
    }

    private void needOne(JsonNode schema, String place, String keyword, String other) {
        if (!schema.has(keyword) && !schema.has(other)) {
            faults.add(place + " has no " + keyword);
        }
    }

    private static Stream<String> below(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(CONTRACTS.resolve(folder))) {
            return files
                    .filter(file -> file.toString().endsWith(ending))
                    .map(file -> CONTRACTS.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList()
                    .stream();
        }
    }
}
