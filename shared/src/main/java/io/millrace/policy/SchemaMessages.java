package io.millrace.policy;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.path.NodePath;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.digest.CanonicalJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Turns what the validator says into problems a reader can act on: place, what must hold, what was found, how to mend. */
final class SchemaMessages {
    private static final String RULE = "schema";
    private static final int NAMES_SHOWN_MAX = 24;

    private final String file;
    private final PolicyNode document;
    private final ErrorCode code;

    SchemaMessages(String file, PolicyNode document, ErrorCode code) {
        this.file = file;
        this.document = document;
        this.code = code;
    }

    /** The object of a schema at a location. */
    interface Schemas {
        JsonNode at(SchemaLocation location, NodePath fragment);
    }

    List<Problem> problems(List<Error> errors, Schemas schemas) {
        // Branches of one anyOf fail together; they are one problem. Everything else is one problem each.
        Map<String, List<Error>> groups = new LinkedHashMap<>();
        for (Error error : errors) {
            groups.computeIfAbsent(groupOf(error), key -> new ArrayList<>()).add(error);
        }
        Map<String, Problem> byText = new TreeMap<>();
        for (List<Error> group : groups.values()) {
            for (Problem problem :
                    group.size() == 1 ? List.of(problem(group.get(0), schemas)) : merged(group, schemas)) {
                byText.put(problem.text(), problem);
            }
        }
        Set<String> wrongType = byText.values().stream()
                .filter(problem -> problem.expected().startsWith(WRONG_TYPE))
                .map(Problem::where)
                .collect(Collectors.toCollection(TreeSet::new));
        return byText.values().stream()
                .filter(problem -> problem.expected().startsWith(WRONG_TYPE) || !wrongType.contains(problem.where()))
                .sorted(Problem.BY_PLACE)
                .toList();
    }

    private static final String WRONG_TYPE = "must be of type ";

    private static String groupOf(Error error) {
        String path = error.getEvaluationPath().toString();
        for (String branch : List.of("/anyOf/", "/oneOf/")) {
            int at = path.indexOf(branch);
            if (at >= 0) {
                return path.substring(0, at) + branch + first(error.getInstanceLocation(), branchDepth(error));
            }
        }
        return path + " " + error.getInstanceLocation() + " " + error.getProperty();
    }

    /** Names of the instance path above the branch: as many as the schema path consumed before it. */
    private static int branchDepth(Error error) {
        NodePath path = error.getEvaluationPath();
        int depth = 0;
        for (int i = 0; i < path.getNameCount(); i++) {
            String name = path.getName(i);
            if (name.equals("anyOf") || name.equals("oneOf")) {
                return depth;
            }
            boolean consumes = name.equals("properties") || name.equals("prefixItems");
            if (consumes) {
                depth++;
                i++;
            } else if (name.equals("additionalProperties")
                    || name.equals("items")
                    || name.equals("patternProperties")) {
                depth++;
            }
        }
        return depth;
    }

    private static String first(NodePath location, int names) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(names, location.getNameCount()); i++) {
            text.append('/').append(location.getElement(i));
        }
        return text.toString();
    }

    private List<Problem> merged(List<Error> branches, Schemas schemas) {
        int shortest = branches.stream()
                .mapToInt(error -> error.getInstanceLocation().getNameCount())
                .min()
                .orElse(0);
        List<Error> deeper = branches.stream()
                .filter(error -> error.getInstanceLocation().getNameCount() > shortest)
                .toList();
        if (!deeper.isEmpty()) {
            // One branch fitted the value's shape, so its inner violations say more than the other branches' types.
            return deeper.stream().map(error -> problem(error, schemas)).toList();
        }
        List<Problem> each = branches.stream()
                .map(error -> problem(error, schemas))
                .sorted(Comparator.comparing(Problem::expected))
                .toList();
        String expected = each.stream()
                .map(problem -> problem.expected().replaceFirst("^must (be of type )?", ""))
                .distinct()
                .collect(Collectors.joining(" or "));
        Problem first = each.get(0);
        return List.of(new Problem(
                code,
                first.where(),
                "must " + (expected.startsWith("be ") || expected.startsWith("have ") ? "" : "be ") + expected,
                first.found(),
                each.stream()
                        .map(Problem::fix)
                        .filter(fix -> fix.startsWith("did you mean"))
                        .findFirst()
                        .orElse(first.fix()),
                RULE,
                first.line(),
                first.column()));
    }

    private Problem problem(Error error, Schemas schemas) {
        PolicyNode node = nodeAt(error.getInstanceLocation());
        JsonNode rule = error.getSchemaNode();
        String limit = rule == null ? "" : text(rule);
        return switch (error.getKeyword()) {
            case "additionalProperties", "unevaluatedProperties" ->
                unknownKey(error, node, keysAllowed(error, schemas));
            case "propertyNames" -> unknownKey(error, node, keysNamed(rule));
            case "required" ->
                at(node, "must have the key " + error.getProperty(), "absent", "add " + error.getProperty());
            case "type" -> at(node, WRONG_TYPE + types(rule), found(node), typeFix(node, rule));
            case "enum" -> oneOf(node, rule);
            case "const" -> at(node, "must be " + limit, found(node), "write " + limit);
            case "minimum" -> at(node, "must be at least " + limit, found(node), "raise it");
            case "maximum" -> at(node, "must be at most " + limit, found(node), "lower it");
            case "exclusiveMinimum" -> at(node, "must be above " + limit, found(node), "raise it");
            case "exclusiveMaximum" -> at(node, "must be below " + limit, found(node), "lower it");
            case "multipleOf" -> at(node, "must be a multiple of " + limit, found(node), "round it");
            case "pattern" -> at(node, "must match " + rule.asString(), found(node), "write it in this form");
            case "minLength" -> at(node, "must have at least " + limit + " characters", found(node), "lengthen it");
            case "maxLength" -> at(node, "must have at most " + limit + " characters", found(node), "shorten it");
            case "minItems", "minProperties" ->
                at(node, "must have at least " + limit + " entries", count(node), "add the missing ones");
            case "maxItems", "maxProperties" ->
                at(node, "must have at most " + limit + " entries", count(node), "remove some");
            case "uniqueItems" -> at(node, "must have no entry twice", found(node), "remove the repeated ones");
            default -> at(node, "must obey: " + error.getMessage(), found(node), "see the schema");
        };
    }

    private Problem unknownKey(Error error, PolicyNode parent, Collection<String> allowed) {
        String key = error.getProperty();
        PolicyNode child = parent.isMap() ? parent.peek().getOrDefault(key, parent) : parent;
        String expected =
                allowed.isEmpty() ? "must be a name that the schema allows" : "must be one of " + names(key, allowed);
        String fix = NearestWord.of(key, allowed)
                .map(word -> "did you mean " + word + "?")
                .orElse(allowed.isEmpty() ? "write it in the form the schema asks for, or remove it" : "remove it");
        return new Problem(
                code, file + "#" + child.pointer(), expected, key, fix, RULE, child.keyLine(), child.keyColumn());
    }

    private Problem oneOf(PolicyNode node, JsonNode tokens) {
        List<String> allowed = new ArrayList<>();
        tokens.forEach(token -> allowed.add(token.isString() ? token.asString() : text(token)));
        String typed = node.isText() ? node.text() : found(node);
        String fix = NearestWord.of(typed, allowed)
                .map(word -> "did you mean " + word + "?")
                .orElse("write one of them");
        return at(node, "must be one of " + names(typed, allowed), found(node), fix);
    }

    private Problem at(PolicyNode node, String expected, String found, String fix) {
        return new Problem(code, file + "#" + node.pointer(), expected, found, fix, RULE, node.line(), node.column());
    }

    private PolicyNode nodeAt(NodePath location) {
        PolicyNode node = document;
        for (int i = 0; i < location.getNameCount(); i++) {
            Object name = location.getElement(i);
            PolicyNode next = node.isMap()
                    ? node.peek().get(String.valueOf(name))
                    : node.items().get((Integer) name);
            if (next == null) {
                return node;
            }
            node = next;
        }
        return node;
    }

    /** Keys of the object schema that refused one: its properties and those of the schemas it is composed of. */
    private static Collection<String> keysAllowed(Error error, Schemas schemas) {
        SchemaLocation location = error.getSchemaLocation();
        Set<String> keys = new TreeSet<>();
        collectKeys(schemas.at(location, location.getFragment().getParent()), keys);
        return keys;
    }

    private static void collectKeys(JsonNode schema, Set<String> keys) {
        schema.path("properties").properties().forEach(property -> keys.add(property.getKey()));
        schema.path("allOf").forEach(part -> collectKeys(part, keys));
    }

    private static Collection<String> keysNamed(JsonNode propertyNames) {
        Set<String> keys = new TreeSet<>();
        propertyNames.path("enum").forEach(key -> keys.add(key.asString()));
        return keys;
    }

    private static String names(String typed, Collection<String> allowed) {
        if (allowed.size() <= NAMES_SHOWN_MAX) {
            return String.join(", ", allowed);
        }
        return NearestWord.of(typed, allowed).map(word -> word + " and ").orElse("") + allowed.size()
                + " names of the schema";
    }

    private static String types(JsonNode rule) {
        if (!rule.isArray()) {
            return rule.asString();
        }
        List<String> types = new ArrayList<>();
        rule.forEach(type -> types.add(type.asString()));
        return String.join(" or ", types);
    }

    private static String typeFix(PolicyNode node, JsonNode rule) {
        if (types(rule).equals("string") && !node.isMap() && !node.isList()) {
            return "quote it";
        }
        return node.isText() ? "write it without quotes" : "write a value of this type";
    }

    private static String count(PolicyNode node) {
        int entries = node.isMap() ? node.peek().size() : node.items().size();
        return Integer.toString(entries);
    }

    private static String found(PolicyNode node) {
        return CanonicalJson.of(node.plain());
    }

    private static String text(JsonNode value) {
        return value.toString();
    }
}
