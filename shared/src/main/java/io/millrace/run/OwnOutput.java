package io.millrace.run;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.policy.SchemaStore;
import io.millrace.policy.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds what the gate is about to write against its own schemas: what we promise to others we check ourselves. */
final class OwnOutput {
    private OwnOutput() {}

    /** @param gateFiles bytes by name; sealed inputs, sealed files and receipt must be among them */
    static List<Problem> check(Map<String, byte[]> gateFiles) {
        SchemaStore schemas = SchemaStore.shipped();
        List<Problem> problems = new ArrayList<>();
        check(
                schemas,
                "sealed_inputs_6B",
                SealedInputs.ROWS_FILE,
                gateFiles.get(SealedInputs.ROWS_FILE),
                ErrorCode.SEALED_INPUTS_SCHEMA_VIOLATION,
                problems);
        new String(gateFiles.get(SealedInputs.FILES_FILE), StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> check(
                        schemas,
                        "sealed_files_6B",
                        SealedInputs.FILES_FILE,
                        line.getBytes(StandardCharsets.UTF_8),
                        ErrorCode.SEALED_INPUTS_SCHEMA_VIOLATION,
                        problems));
        check(
                schemas,
                "s0_gate_receipt_6B",
                GateReceipt.FILE,
                gateFiles.get(GateReceipt.FILE),
                ErrorCode.GATE_RECEIPT_SCHEMA_VIOLATION,
                problems);
        return problems;
    }

    private static void check(
            SchemaStore schemas, String schema, String name, byte[] bytes, ErrorCode code, List<Problem> problems) {
        StrictJson.parse(name, bytes, code, problems)
                .ifPresent(document ->
                        problems.addAll(schemas.check("schema/run/" + schema + ".schema.json", name, document, code)));
    }
}
