package io.millrace.job.sinks.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.digest.TupleDigest;
import io.millrace.run.RunIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationBundleTest {
    private static final RunIdentity IDENTITY =
            new RunIdentity(42, "baseline_v1", "a".repeat(64), "b".repeat(64), "c".repeat(64));

    @TempDir
    Path folder;

    private final TreeMap<String, byte[]> members = new TreeMap<>();

    @BeforeEach
    void twoMembers() {
        members.put("run_manifest_6B.json", "{}\n".getBytes(StandardCharsets.UTF_8));
        members.put("rng_trace_log.jsonl", "line\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theFlagIsTheDigestOfTheMembersInPathOrder() throws IOException {
        String digest = ValidationBundle.write(folder, IDENTITY, members, ValidationBundle.Seal.WITH_FLAG);
        assertThat(digest).isEqualTo(TupleDigest.sha256Hex("line\n{}\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(folder.resolve("_passed.flag")).hasContent("sha256_hex = " + digest);
        assertThat(ValidationBundle.check(folder)).hasValue(digest);
    }

    @Test
    void withoutAFlagNothingIsPublished() throws IOException {
        ValidationBundle.write(folder, IDENTITY, members, ValidationBundle.Seal.WITHOUT_FLAG);
        assertThat(ValidationBundle.check(folder)).isEmpty();
    }

    @Test
    void everyDamageIsNamed() throws IOException {
        ValidationBundle.write(folder, IDENTITY, members, ValidationBundle.Seal.WITH_FLAG);
        Files.writeString(folder.resolve("run_manifest_6B.json"), "{ }\n");
        Files.delete(folder.resolve("rng_trace_log.jsonl"));
        assertThatThrownBy(() -> ValidationBundle.check(folder))
                .hasMessageContaining("PUBLISHED_RUN_DAMAGED: validation_6B/run_manifest_6B.json")
                .hasMessageContaining(
                        "PUBLISHED_RUN_DAMAGED: validation_6B/rng_trace_log.jsonl: must be there, was absent");
    }

    @Test
    void aForeignFlagIsDamage() throws IOException {
        ValidationBundle.write(folder, IDENTITY, members, ValidationBundle.Seal.WITH_FLAG);
        Files.writeString(folder.resolve("_passed.flag"), "sha256_hex = " + "0".repeat(64) + "\n");
        assertThatThrownBy(() -> ValidationBundle.check(folder)).hasMessageContaining("validation_6B/_passed.flag");
    }
}
