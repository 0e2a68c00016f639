package io.millrace.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A closed JSON object of a run document: exactly these keys, each of its type. Everything else is refused with
 * {@link IllegalArgumentException}, or by the parser with its own exception.
 */
final class JsonObject {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode node;

    private JsonObject(JsonNode node) {
        this.node = node;
    }

    static JsonObject parse(byte[] bytes, Set<String> keys) {
        return closed(JSON.readTree(bytes), keys);
    }

    static List<JsonObject> parseArray(byte[] bytes, Set<String> keys) {
        return closedItems(JSON.readTree(bytes), keys);
    }

    String text(String key) {
        JsonNode value = node.required(key);
        require(value.isString(), key + " must be text");
        return value.stringValue();
    }

    Optional<String> optionalText(String key) {
        return node.required(key).isNull() ? Optional.empty() : Optional.of(text(key));
    }

    long integer(String key) {
        JsonNode value = node.required(key);
        require(value.isIntegralNumber(), key + " must be an integer");
        return value.longValue();
    }

    OptionalLong optionalInteger(String key) {
        return node.required(key).isNull() ? OptionalLong.empty() : OptionalLong.of(integer(key));
    }

    boolean bool(String key) {
        JsonNode value = node.required(key);
        require(value.isBoolean(), key + " must be true or false");
        return value.booleanValue();
    }

    List<String> texts(String key) {
        JsonNode array = node.required(key);
        require(array.isArray(), key + " must be an array");
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array) {
            require(item.isString(), key + " must hold texts");
            texts.add(item.stringValue());
        }
        return texts;
    }

    JsonObject object(String key, Set<String> keys) {
        return closed(node.required(key), keys);
    }

    List<JsonObject> objects(String key, Set<String> keys) {
        return closedItems(node.required(key), keys);
    }

    /** Objects by free key. */
    SortedMap<String, JsonObject> objectsByKey(String key, Set<String> keys) {
        TreeMap<String, JsonObject> objects = new TreeMap<>();
        JsonNode map = node.required(key);
        require(map.isObject(), key + " must be an object");
        map.properties().forEach(entry -> objects.put(entry.getKey(), closed(entry.getValue(), keys)));
        return objects;
    }

    /** Texts by free key. */
    SortedMap<String, String> textsByKey(String key) {
        TreeMap<String, String> texts = new TreeMap<>();
        JsonNode map = node.required(key);
        require(map.isObject(), key + " must be an object");
        map.properties().forEach(entry -> {
            require(entry.getValue().isString(), key + "/" + entry.getKey() + " must be text");
            texts.put(entry.getKey(), entry.getValue().stringValue());
        });
        return texts;
    }

    private static List<JsonObject> closedItems(JsonNode array, Set<String> keys) {
        require(array.isArray(), "must be an array");
        List<JsonObject> objects = new ArrayList<>();
        for (JsonNode item : array) {
            objects.add(closed(item, keys));
        }
        return objects;
    }

    private static JsonObject closed(JsonNode node, Set<String> keys) {
        require(node.isObject(), "must be an object");
        TreeSet<String> found = new TreeSet<>(node.propertyNames());
        require(
                found.equals(new TreeSet<>(keys)),
                "must have exactly the keys " + new TreeSet<>(keys) + ", has " + found);
        return new JsonObject(node);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
