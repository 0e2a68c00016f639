package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.policy.SchemaStore;
import io.millrace.policy.StrictJson;
import io.millrace.run.RunFolder;
import io.millrace.run.RunIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The JSON documents of a run against {@code contracts/schema/run}. */
final class RunDocuments {
    private final Path runRoot;
    private final SchemaStore schemas = SchemaStore.shipped();
    private final List<Problem> problems = new ArrayList<>();

    private RunDocuments(Path runRoot) {
        this.runRoot = runRoot;
    }

    /** Every violation of every document, one line each. */
    static List<String> violations(Path runRoot, RunIdentity identity) {
        RunDocuments documents = new RunDocuments(runRoot);
        try {
            documents.one("run_receipt", runRoot.resolve("run_receipt.json"));
            documents.all("ledger_entry", runRoot.resolve("_ledger"), 2);
            documents.all("attempt", runRoot.resolve("_ledger"), 1);
            Path gate = RunFolder.at(runRoot).gate(identity);
            documents.one("s0_gate_receipt_6B", gate.resolve("s0_gate_receipt_6B.json"));
            documents.one("sealed_inputs_6B", gate.resolve("sealed_inputs_6B.json"));
            documents.lines("sealed_files_6B", gate.resolve("sealed_files_6B.jsonl"));
            Path bundle = runRoot.resolve(ValidationBundle.folder(identity));
            documents.one("bundle_index", bundle.resolve("index.json"));
            documents.one("run_manifest_6B", bundle.resolve("run_manifest_6B.json"));
            documents.one("s5_validation_report_6B", bundle.resolve("s5_validation_report_6B.json"));
            documents.lines("rng_trace_log", bundle.resolve("rng_trace_log.jsonl"));
            documents.logs();
        } catch (IOException e) {
            return List.of(e.toString());
        }
        return documents.problems.stream().map(Problem::text).toList();
    }

    private void logs() throws IOException {
        try (Stream<Path> walk = Files.walk(runRoot.resolve("logs"))) {
            for (Path log : walk.filter(file -> file.toString().endsWith("audit_log.jsonl"))
                    .toList()) {
                lines("rng_audit_log", log);
            }
        }
    }

    /** All JSON files at a depth below a folder. */
    private void all(String schema, Path folder, int depth) throws IOException {
        try (Stream<Path> walk = Files.walk(folder, depth)) {
            for (Path file : walk.filter(path -> path.toString().endsWith(".json"))
                    .filter(path -> folder.relativize(path).getNameCount() == depth)
                    .sorted()
                    .toList()) {
                one(schema, file);
            }
        }
    }

    private void one(String schema, Path file) throws IOException {
        check(schema, file, Files.readAllBytes(file));
    }

    private void lines(String schema, Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            check(schema, file, line.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void check(String schema, Path file, byte[] json) {
        String name = runRoot.relativize(file).toString();
        StrictJson.parse(name, json, ErrorCode.OUTPUT_SCHEMA_VIOLATION, problems)
                .ifPresent(document -> problems.addAll(schemas.check(
                        "schema/run/" + schema + ".schema.json", name, document, ErrorCode.OUTPUT_SCHEMA_VIOLATION)));
    }
}
