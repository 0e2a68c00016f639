package io.millrace.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.policy.SchemaStore;
import io.millrace.policy.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Holds documents that a test has written against their contract. */
public final class Documents {
    private Documents() {}

    /**
     * Fails with every violation unless the file, or each line of a {@code .jsonl} file, is valid.
     *
     * @param schema name below {@code schema/run}, e.g. {@code s0_gate_receipt_6B}
     */
    public static void assertValid(String schema, Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (file.toString().endsWith(".jsonl")) {
                new String(bytes, StandardCharsets.UTF_8)
                        .lines()
                        .forEach(line -> assertValid(schema, line.getBytes(StandardCharsets.UTF_8)));
            } else {
                assertValid(schema, bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same for one JSON text. */
    public static void assertValid(String schema, byte[] json) {
        List<Problem> problems = new ArrayList<>();
        StrictJson.parse(schema, json, ErrorCode.OUTPUT_SCHEMA_VIOLATION, problems)
                .ifPresent(document -> problems.addAll(SchemaStore.shipped()
                        .check(
                                "schema/run/" + schema + ".schema.json",
                                schema,
                                document,
                                ErrorCode.OUTPUT_SCHEMA_VIOLATION)));
        assertThat(problems).extracting(Problem::text).isEmpty();
    }
}
