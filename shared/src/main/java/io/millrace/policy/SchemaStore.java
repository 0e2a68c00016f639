package io.millrace.policy;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.resource.SchemaLoader;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.ContractResource;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.PackDictionary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schemas of the contracts, by their path. A schema's {@code $id} is a name: it is answered from the program's
 * own resources and never fetched, and a reference to anything else is a problem of the contracts.
 */
public final class SchemaStore {
    /** Prefix of every {@code $id}. */
    public static final String BASE = "https://millrace.io/contracts/";

    /** Schemas of documents that are no data set. */
    private static final List<String> DOCUMENTS = List.of(
            "schema/run/world_receipt.schema.json",
            "schema/run/run_receipt.schema.json",
            "schema/run/run_profile.schema.json",
            "schema/run/ledger_entry.schema.json",
            "schema/run/attempt.schema.json",
            "schema/run/s0_report.schema.json");

    private final SchemaRegistry registry;

    private SchemaStore(Function<String, Optional<String>> textByPath) {
        Function<String, String> textById = id -> id.startsWith(BASE)
                ? textByPath.apply(id.substring(BASE.length())).orElse(null)
                : null;
        SchemaLoader loader = SchemaLoader.builder()
                .allow(id -> id.toString().startsWith(BASE))
                .resourceLoaders(loaders -> loaders.values(List::clear).resources(textById))
                .build();
        // Annotations of row schemas: they say what a column is and judge nothing.
        Dialect dialect = Dialect.builder(Dialects.getDraft202012())
                .keyword(new NonValidationKeyword("x_type"))
                .keyword(new NonValidationKeyword("x_unit"))
                .keyword(new NonValidationKeyword("x_visibility"))
                .keyword(new NonValidationKeyword("x_vocabulary"))
                .build();
        registry = SchemaRegistry.withDialect(dialect, builder -> builder.schemaLoader(loader));
    }

    /** The schemas this program was built with. */
    public static SchemaStore shipped() {
        return new SchemaStore(
                path -> ContractResource.find(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8)));
    }

    /** Schemas by path below {@code contracts}. */
    public static SchemaStore of(Map<String, String> textByPath) {
        TreeMap<String, String> texts = new TreeMap<>(textByPath);
        return new SchemaStore(path -> Optional.ofNullable(texts.get(path)));
    }

    /**
     * Holds a document against its schema.
     *
     * @param schemaPath below {@code contracts}, e.g. {@code schema/policy/timing_policy_6B.schema.json}
     * @param file name of the document for messages
     * @param code cause to report, by what the document is
     * @return every violation, by place; empty when it is valid
     */
    public List<Problem> check(String schemaPath, String file, PolicyNode document, ErrorCode code) {
        Schema schema;
        List<Error> errors;
        try {
            schema = schema(schemaPath);
            errors = schema.validate(json(document));
        } catch (SchemaException e) {
            return List.of(unresolved(schemaPath, e));
        }
        return new SchemaMessages(file, document, code).problems(errors, this::nodeAt);
    }

    /** Schemas of the dictionaries that are absent or point to something absent. */
    public List<Problem> unresolved() {
        TreeSet<String> paths = new TreeSet<>(DOCUMENTS);
        DatasetDictionary.shipped().all().forEach(dataset -> dataset.schema().ifPresent(paths::add));
        PackDictionary.shipped().entries().forEach(entry -> paths.add(entry.schema()));
        List<Problem> problems = new ArrayList<>();
        for (String path : paths) {
            unresolved(path).ifPresent(problems::add);
        }
        return problems;
    }

    /** Why a schema cannot be used, if so. */
    public Optional<Problem> unresolved(String schemaPath) {
        try {
            schema(schemaPath).initializeValidators();
            return Optional.empty();
        } catch (SchemaException e) {
            return Optional.of(unresolved(schemaPath, e));
        }
    }

    private Schema schema(String schemaPath) {
        return registry.getSchema(SchemaLocation.of(BASE + schemaPath));
    }

    /** The schema object at a location, for the keys and tokens it allows. */
    private JsonNode nodeAt(SchemaLocation location, NodePath fragment) {
        return registry.getSchema(SchemaLocation.of(location.getAbsoluteIri().toString()))
                .getSchemaNode()
                .at(JsonPointer.compile(fragment.toString()));
    }

    private static Problem unresolved(String schemaPath, SchemaException e) {
        return Problem.of(
                ErrorCode.SCHEMA_ANCHOR_UNRESOLVED,
                "contracts/" + schemaPath,
                "must be there, and everything it refers to",
                String.valueOf(e.getMessage()),
                "add the schema to the contracts or mend the reference");
    }

    private static JsonNode json(PolicyNode node) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        if (node.isMap()) {
            ObjectNode object = factory.objectNode();
            node.peek().forEach((key, child) -> object.set(key, json(child)));
            return object;
        }
        if (node.isList()) {
            ArrayNode array = factory.arrayNode();
            node.items().forEach(item -> array.add(json(item)));
            return array;
        }
        if (node.isNumber()) {
            boolean whole = node.decimal().stripTrailingZeros().scale() <= 0;
            return whole ? factory.numberNode(node.decimal().toBigInteger()) : factory.numberNode(node.decimal());
        }
        if (node.isBool()) {
            return factory.booleanNode(node.bool());
        }
        return node.isNull() ? factory.nullNode() : factory.stringNode(node.text());
    }
}
