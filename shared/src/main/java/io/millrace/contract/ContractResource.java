package io.millrace.contract;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Files of the contracts module, from the program's own resources and from nowhere else. */
public final class ContractResource {
    private static final String ROOT = "/contracts/";
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final ObjectMapper YAML = YAMLMapper.builder().build();

    private ContractResource() {}

    /** @param path below {@code contracts}, e.g. {@code dictionary/datasets.yaml} */
    public static Optional<byte[]> find(String path) {
        try (InputStream stream = ContractResource.class.getResourceAsStream(ROOT + path)) {
            return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
        } catch (IOException e) {
            throw new ContractException(unreadable(path, e.toString()), e);
        }
    }

    /** @throws ContractException when the program was built without it */
    public static byte[] bytes(String path) {
        return find(path).orElseThrow(() -> new ContractException(unreadable(path, "no such resource")));
    }

    /** A schema or other JSON file. */
    public static JsonNode json(String path) {
        return tree(JSON, path);
    }

    /** A dictionary; tests hold it to the strict rules of policies, so a plain reader is enough here. */
    public static JsonNode yaml(String path) {
        return tree(YAML, path);
    }

    private static JsonNode tree(ObjectMapper mapper, String path) {
        try {
            return mapper.readTree(bytes(path));
        } catch (JacksonException e) {
            throw new ContractException(unreadable(path, e.getOriginalMessage()), e);
        }
    }

    private static Problem unreadable(String path, String found) {
        return Problem.of(
                ErrorCode.CONTRACT_SET_INCOMPLETE,
                "contracts/" + path,
                "must be part of the program",
                found,
                "build the program again");
    }
}
