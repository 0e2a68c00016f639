package io.millrace.policy;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** JSON documents as trees with places, so that run documents get the same messages as policies. */
public final class StrictJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private StrictJson() {}

    /**
     * @param file name for messages
     * @param code cause to report
     * @param problems receives what makes the file unreadable: syntax, a repeated key, a second value
     * @return empty when there is a problem
     */
    public static Optional<PolicyNode> parse(String file, byte[] bytes, ErrorCode code, List<Problem> problems) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() == null) {
                problems.add(problem(file, code, "an empty file", 1, 1));
                return Optional.empty();
            }
            PolicyNode root = node(parser, "");
            if (parser.nextToken() != null) {
                TokenStreamLocation place = parser.currentTokenLocation();
                problems.add(problem(file, code, "a second value", place.getLineNr(), place.getColumnNr()));
                return Optional.empty();
            }
            return Optional.of(root);
        } catch (JacksonException e) {
            TokenStreamLocation place = e.getLocation();
            problems.add(problem(
                    file,
                    code,
                    e.getOriginalMessage().lines().findFirst().orElse("a syntax error"),
                    place == null ? 0 : place.getLineNr(),
                    place == null ? 0 : place.getColumnNr()));
            return Optional.empty();
        }
    }

    private static PolicyNode node(JsonParser parser, String pointer) {
        TokenStreamLocation place = parser.currentTokenLocation();
        int line = place.getLineNr();
        int column = place.getColumnNr();
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            TreeMap<String, PolicyNode> entries = new TreeMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                TokenStreamLocation keyPlace = parser.currentTokenLocation();
                parser.nextToken();
                PolicyNode child =
                        node(parser, pointer + "/" + key.replace("~", "~0").replace("/", "~1"));
                entries.put(key, child.underKey(keyPlace.getLineNr(), keyPlace.getColumnNr()));
            }
            return PolicyNode.map(entries, pointer, line, column);
        }
        if (token == JsonToken.START_ARRAY) {
            List<PolicyNode> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(node(parser, pointer + "/" + items.size()));
            }
            return PolicyNode.list(items, pointer, line, column);
        }
        return PolicyNode.scalar(scalar(parser, token), pointer, line, column);
    }

    private static Object scalar(JsonParser parser, JsonToken token) {
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return new BigDecimal(parser.getString());
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        return token == JsonToken.VALUE_NULL ? null : parser.getString();
    }

    private static Problem problem(String file, ErrorCode code, String found, int line, int column) {
        return new Problem(
                code,
                file + "#",
                "must be one JSON value",
                found,
                "restore the file, or write it again with the command that made it",
                "json",
                line,
                column);
    }
}
