package io.millrace.run;

import java.io.IOException;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** One number in somebody else's JSON file. */
final class JsonNumber {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonNumber() {}

    /** Empty when nothing stands there, or no integer. */
    static OptionalLong at(byte[] bytes, String pointer) throws IOException {
        try {
            JsonNode value = JSON.readTree(bytes).at(pointer);
            return value.isIntegralNumber() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
        } catch (JacksonException e) {
            throw new IOException("no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
