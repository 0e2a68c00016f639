package io.millrace.job.verify;

import io.millrace.digest.TupleDigest;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.job.testing.RunFiles;
import io.millrace.run.RunFolder;
import io.millrace.run.RunManifest;
import io.millrace.run.SealedRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** One lie in a file of a run; docs/verify.md lists them. The first check is the one made for it. */
enum FileForgery {
    BIT_FLIPPED("one bit of a data page", "bundle rows_recounted manifest") {
        @Override
        void forge(Path run) throws IOException {
            Path file = events(run);
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 3] ^= 1;
            Files.write(file, bytes);
        }
    },
    FOOTER_OF_ANOTHER_RUN("millrace.run_id in the footer of a file", "footers bundle") {
        @Override
        void forge(Path run) throws IOException {
            String id = SealedRun.open(RunFolder.at(run)).identity().runId();
            replace(events(run), id, other(id));
        }
    },
    FOOTER_DIGEST_FORGED("millrace.row_digest in the footer of a file", "rows_recounted bundle") {
        @Override
        void forge(Path run) throws IOException {
            String digest = text(JSON.readTree(Files.readAllBytes(line(run))), "row_digest");
            replace(events(run), digest, other(digest));
        }
    },
    LEDGER_LINE_FORGED("rows of a ledger line", "rows_recounted bundle") {
        @Override
        void forge(Path run) throws IOException {
            String line = Files.readString(line(run));
            Files.writeString(line(run), line.replaceFirst("\"rows\":([0-9]+)", "\"rows\":1$1"));
        }
    },
    LEDGER_LINE_LOST("a ledger line left out, its file left in", "bundle manifest parity orphans") {
        @Override
        void forge(Path run) throws IOException {
            Files.delete(line(run));
        }
    },
    FILE_LOST("a file left out, its ledger line left in", "bundle rows_recounted manifest parity footers schemas") {
        @Override
        void forge(Path run) throws IOException {
            Files.delete(events(run));
        }
    },
    FILE_BESIDE("a copy of a file under a name of its own", "orphans bundle") {
        @Override
        void forge(Path run) throws IOException {
            Files.copy(events(run), events(run).resolveSibling("part-0001-99-0-0.parquet"));
        }
    },
    FLAG_FORGED("a digit of the flag", "bundle") {
        @Override
        void forge(Path run) throws IOException {
            Path flag = bundle(run).resolve(ValidationBundle.FLAG);
            String digest = Files.readString(flag).strip().replaceFirst(".* ", "");
            replace(flag, digest, other(digest));
        }
    },
    FLAG_LOST("the flag left out", "bundle") {
        @Override
        void forge(Path run) throws IOException {
            Files.delete(bundle(run).resolve(ValidationBundle.FLAG));
        }
    },
    MANIFEST_FORGED_AND_SIGNED("a counter of the manifest, index and flag made anew", "manifest") {
        @Override
        void forge(Path run) throws IOException {
            sign(run, manifest -> manifest.replaceFirst("\"arrival_count\":\"([0-9]+)\"", "\"arrival_count\":\"1$1\""));
        }
    },
    PARITY_FORGED_AND_SIGNED("a side of P5 in the manifest, index and flag made anew", "parity") {
        @Override
        void forge(Path run) throws IOException {
            sign(run, manifest -> manifest.replaceFirst("(\"equation\":\"P5[^}]*\"left\":\")", "$19"));
        }
    },
    DOCUMENT_WITH_A_KEY_MORE("a key more in the audit log of draws", "documents") {
        @Override
        void forge(Path run) throws IOException {
            Path log =
                    RunFiles.named(run.resolve("logs"), "rng_audit_log[.]jsonl").get(0);
            Files.writeString(log, Files.readString(log).replaceFirst("[{]", "{\"more\":1,"));
        }
    },
    COLUMN_RENAMED(
            "a column under another name, the file written anew",
            "schemas bundle rows_recounted manifest parity footers") {
        @Override
        void forge(Path run) throws IOException, SQLException {
            Path file = events(run);
            Path written = file.resolveSibling("forged");
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = connection.createStatement()) {
                statement.execute("COPY (SELECT * RENAME (currency AS money) FROM read_parquet('" + file
                        + "', hive_partitioning = false)) TO '" + written + "' (FORMAT parquet)");
            }
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENTS = "s2_event_stream_baseline_6B";

    private final String what;
    /** Separated by spaces. */
    private final String checks;

    FileForgery(String what, String checks) {
        this.what = what;
        this.checks = checks;
    }

    /** Changes the files of a run. */
    abstract void forge(Path run) throws IOException, SQLException;

    /** For people: what is changed. */
    String what() {
        return what;
    }

    /** Ids of the checks of files that find it, the one made for it first. */
    List<String> checks() {
        return List.of(checks.split(" "));
    }

    /** {@code bit flipped}. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static Path events(Path run) {
        return RunFiles.named(run.resolve("data/layer3/6B/" + EVENTS), "part-.*[.]parquet")
                .get(0);
    }

    static Path line(Path run) {
        return run.resolve("_ledger/" + EVENTS + "/" + events(run).getFileName() + ".json");
    }

    private static Path bundle(Path run) {
        return run.resolve(
                ValidationBundle.folder(SealedRun.open(RunFolder.at(run)).identity()));
    }

    /** Another text of the same length and alphabet. */
    private static String other(String hex) {
        return (hex.charAt(0) == '0' ? '1' : '0') + hex.substring(1);
    }

    private static String text(JsonNode node, String key) {
        return node.required(key).asString();
    }

    /** One byte for one, so that nothing else moves. */
    private static void replace(Path file, String from, String to) throws IOException {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (!bytes.contains(from)) {
            throw new IllegalStateException(file + " does not hold " + from);
        }
        Files.writeString(file, bytes.replace(from, to), StandardCharsets.ISO_8859_1);
    }

    /** Changes the manifest and makes index and flag as the law says, as one would who knows it. */
    static void sign(Path run, UnaryOperator<String> change) throws IOException {
        Path bundle = bundle(run);
        Path manifest = bundle.resolve(RunManifest.FILE);
        String before = Files.readString(manifest);
        String after = change.apply(before);
        if (after.equals(before)) {
            throw new IllegalStateException("nothing was changed");
        }
        Files.writeString(manifest, after);
        Path index = bundle.resolve("index.json");
        replace(
                index,
                TupleDigest.sha256Hex(before.getBytes(StandardCharsets.UTF_8)),
                TupleDigest.sha256Hex(after.getBytes(StandardCharsets.UTF_8)));
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (JsonNode item : JSON.readTree(Files.readAllBytes(index)).required("items")) {
            members.writeBytes(Files.readAllBytes(bundle.resolve(text(item, "path"))));
        }
        Files.writeString(
                bundle.resolve(ValidationBundle.FLAG),
                "sha256_hex = " + TupleDigest.sha256Hex(members.toByteArray()) + "\n");
    }
}
