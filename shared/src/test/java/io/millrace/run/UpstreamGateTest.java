package io.millrace.run;

import static io.millrace.base.ErrorCode.UPSTREAM_HASHGATE_INVALID;
import static io.millrace.base.ErrorCode.UPSTREAM_HASHGATE_MISSING;
import static io.millrace.base.ErrorCode.UPSTREAM_VALIDATION_NONPASS;
import static io.millrace.base.ErrorCode.WORLD_IDENTITY_MISMATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.run.SegmentGate.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamGateTest {
    private static final UpstreamLaws LAWS = UpstreamLaws.load();
    private static final String OTHER = "0".repeat(64);

    @TempDir
    Path folder;

    @Test
    void everySegmentOfTheSampleIsSoundByItsProducersLaw() {
        List<Problem> problems = new ArrayList<>();
        Map<String, SegmentGate> gates = gates(SampleUpstream.root(), problems);
        assertThat(problems).isEmpty();
        assertThat(gates.keySet()).containsExactlyElementsOf(SampleUpstream.SEGMENTS);
        Map<String, String> digests = new TreeMap<>();
        gates.forEach((segment, gate) -> {
            assertThat(gate.status()).isEqualTo(Status.PASS);
            digests.put(segment, gate.bundle().sha256Hex().orElseThrow());
        });
        assertThat(digests)
                .containsEntry("1A", "44289b21c84477e810e6fc665907b6440ba690def55353161c923853b50486b1")
                .containsEntry("1B", "6d8e3c2466cd477a2a2ffeb8d0f1c369b431abac90cc665c78e5f5ce58e7561b")
                .containsEntry("2A", "e3f28d9fcd20b3d55dd946da3f5d39e9f06de4b05a8797eaa91dff2deccee4e0")
                .containsEntry("2B", "9803bb6c43f24024812ca7d1a6b9b2b15ef47d6e3d56837b93a323572c619163")
                .containsEntry("3A", "bdf973e5aebcc49c1b5f5f2552e014d481c8c99ae19d0efd1ec0b5a29dc4264e")
                .containsEntry("3B", "9cbcf9338ff6e983f48bb9f2221bb794340cf137e91214618950b2b1e0352e40")
                .containsEntry("5A", "61fd85369a09d6b46248f90979eb27b8f16738567ac9ce03c58f80909b7afce9")
                .containsEntry("5B", "67dc9aee6e121410f8aa7cb46f724e4d49f41d58d7001a728eea60aeabeb7923")
                .containsEntry("6A", "27641b45312c61ec35bdd86bbf77d88e2883f1c0ad51e8dc11499ec07c5dc5bf");
    }

    @Test
    void theLineOfASegmentTellsMembersDigestAndWhoGaveTheVerdict() {
        Map<String, SegmentGate> gates = gates(SampleUpstream.root(), new ArrayList<>());
        assertThat(gates.get("5B").line())
                .isEqualTo("5B PASS 2 members, digest 67dc9aee…, verdict from index.json#/overall_status");
        assertThat(gates.get("3A").line())
                .isEqualTo(
                        "3A PASS 2 members (0 with a digest of their own), digest bdf973e5…, verdict from FLAG_ONLY");
        assertThat(gates.get("1A").line())
                .isEqualTo("1A PASS 3 members (0 with a digest of their own), digest 44289b21…, verdict from "
                        + "validation_report_1A.json#/overall_status");
    }

    @Test
    void aFlippedByteInAMemberBreaksThatSegmentAlone() throws IOException {
        for (String segment : SampleUpstream.SEGMENTS) {
            Path upstream = SampleUpstream.copy(folder.resolve(segment));
            Path member = SampleUpstream.bundle(upstream, segment).resolve("issue_table_" + segment + ".json");
            byte[] bytes = Files.readAllBytes(member);
            bytes[3] ^= 1;
            Files.write(member, bytes);
            List<Problem> problems = new ArrayList<>();
            Map<String, SegmentGate> gates = gates(upstream, problems);
            // 3A seals canonical texts of its members, so their bytes are beyond any gate.
            if (segment.equals("3A")) {
                assertThat(problems).isEmpty();
                continue;
            }
            assertThat(codes(problems)).as(segment).containsOnly(UPSTREAM_HASHGATE_INVALID);
            assertThat(problems)
                    .allSatisfy(problem -> assertThat(problem.where()).contains("/" + segment + "/"));
            gates.forEach((other, gate) ->
                    assertThat(gate.status()).as(other).isEqualTo(other.equals(segment) ? Status.FAIL : Status.PASS));
        }
    }

    @Test
    void aMissingFlagOrIndexOrFolderIsAMissingGate() throws IOException {
        Path upstream = SampleUpstream.copy(folder);
        Files.delete(SampleUpstream.bundle(upstream, "1A").resolve("_passed.flag"));
        Files.delete(SampleUpstream.bundle(upstream, "2A").resolve("index.json"));
        Path six = SampleUpstream.bundle(upstream, "6A");
        Files.move(six, six.resolveSibling("manifest_fingerprint=" + OTHER));
        List<Problem> problems = new ArrayList<>();
        Map<String, SegmentGate> gates = gates(upstream, problems);
        assertThat(codes(problems)).containsOnly(UPSTREAM_HASHGATE_MISSING).hasSize(3);
        assertThat(gates.get("1A").bundle().sha256Hex()).isPresent();
        assertThat(gates.get("5B").status()).isEqualTo(Status.PASS);
    }

    @Test
    void aFailedVerdictInASoundBundleIsANonPass() {
        Path upstream = SampleUpstream.copy(folder);
        Path bundle = SampleUpstream.bundle(upstream, "2A");
        SampleUpstream.edit(
                bundle.resolve("validation_report_2A.json"),
                "\"overall_status\": \"PASS\"",
                "\"overall_status\": \"FAIL\"");
        SampleUpstream.relist(
                bundle,
                "index.json",
                "validation_report_2A.json",
                "9fbb87d523b9fc27022a19c20ed2948adbf2c939ef335a02359879ed6d9e7f5b");
        SampleUpstream.reseal(bundle, "issue_table_2A.json", "validation_report_2A.json");
        SampleUpstream.edit(
                SampleUpstream.bundle(upstream, "5A").resolve("validation_bundle_index_5A.json"),
                "\"overall_status\": \"PASS\"",
                "\"overall_status\": \"FAIL\"");
        List<Problem> problems = new ArrayList<>();
        gates(upstream, problems);
        assertThat(codes(problems)).containsExactly(UPSTREAM_VALIDATION_NONPASS, UPSTREAM_VALIDATION_NONPASS);
        assertThat(problems.get(0).text())
                .contains("validation_report_2A.json#/overall_status: must be one of [PASS], was \"FAIL\"");
        assertThat(problems.get(1).where()).endsWith("validation_bundle_index_5A.json#/overall_status");
    }

    @Test
    void aBundleOfAnotherWorldIsNamed() {
        Path upstream = SampleUpstream.copy(folder);
        for (String index : List.of("3A", "3B")) {
            SampleUpstream.edit(
                    SampleUpstream.bundle(upstream, index).resolve("index.json"), SampleUpstream.FINGERPRINT, OTHER);
        }
        SampleUpstream.edit(
                SampleUpstream.bundle(upstream, "5B").resolve("_passed.flag"), SampleUpstream.FINGERPRINT, OTHER);
        SampleUpstream.edit(
                SampleUpstream.bundle(upstream, "2B").resolve("index.json"), SampleUpstream.FINGERPRINT, OTHER);
        List<Problem> problems = new ArrayList<>();
        gates(upstream, problems);
        assertThat(problems)
                .filteredOn(problem -> problem.code() == WORLD_IDENTITY_MISMATCH)
                .extracting(Problem::rule)
                .containsExactlyInAnyOrder("gate 2B", "gate 2B", "gate 3A", "gate 3B", "gate 5B");
    }

    @Test
    void anExactBundleHoldsNoOtherFile() {
        Path upstream = SampleUpstream.copy(folder);
        for (String segment : SampleUpstream.SEGMENTS) {
            SampleUpstream.write(SampleUpstream.bundle(upstream, segment).resolve("more/extra.json"), "{}");
        }
        List<Problem> problems = new ArrayList<>();
        gates(upstream, problems);
        assertThat(problems)
                .allSatisfy(problem -> {
                    assertThat(problem.code()).isEqualTo(UPSTREAM_HASHGATE_INVALID);
                    assertThat(problem.where()).endsWith("/more/extra.json");
                })
                .extracting(Problem::rule)
                .containsExactly("gate 1A", "gate 1B", "gate 2A");
    }

    @Test
    void listedPathsStayBelowTheirRootAndStandOnce() {
        Path upstream = SampleUpstream.copy(folder);
        String member = "\"path\": \"issue_table_%s.json\"";
        rename(upstream, "2A", member.formatted("2A"), "\"path\": \"../issue_table_2A.json\"");
        rename(upstream, "3B", member.formatted("3B"), "\"path\": \"/issue_table_3B.json\"");
        rename(upstream, "5B", member.formatted("5B"), "\"path\": \"C:\\\\issue_table_5B.json\"");
        rename(upstream, "1A", member.formatted("1A"), "\"path\": \"validation_report_1A.json\"");
        rename(upstream, "1B", member.formatted("1B"), "\"path\": \"issue_täble_1B.json\"");
        List<Problem> problems = new ArrayList<>();
        Map<String, SegmentGate> gates = gates(upstream, problems);
        assertThat(codes(problems)).containsOnly(UPSTREAM_HASHGATE_INVALID);
        assertThat(problems)
                .extracting(problem -> problem.rule() + " " + problem.expected())
                .containsExactlyInAnyOrder(
                        "gate 1A must list each path once",
                        "gate 1B must list a printable ASCII path",
                        "gate 2A must list a path that stays below its root",
                        "gate 3B must list a relative path with /",
                        "gate 5B must list a relative path with /");
        assertThat(gates.get("6A").status()).isEqualTo(Status.PASS);
    }

    @Test
    void anIndexOfAnotherShapeIsInvalid() {
        Path upstream = SampleUpstream.copy(folder);
        SampleUpstream.write(SampleUpstream.bundle(upstream, "1A").resolve("index.json"), "{\"files\":[]}");
        SampleUpstream.write(SampleUpstream.bundle(upstream, "1B").resolve("index.json"), "[1,");
        rename(upstream, "2A", "\"files\"", "\"members\"");
        rename(upstream, "3A", "a1702aad449e9ba27261a2c8154074bcc9bed6b6c0191b97c7f9ae7ea3bc33d9", "a1702a");
        rename(upstream, "3B", "\"logical_id\": \"issue_table_3B\"", "\"logical_id\": 3");
        List<Problem> problems = new ArrayList<>();
        gates(upstream, problems);
        assertThat(codes(problems)).containsOnly(UPSTREAM_HASHGATE_INVALID);
        assertThat(problems)
                .extracting(problem -> problem.rule() + " " + problem.expected())
                .contains(
                        "gate 1A must be an array of members",
                        "gate 1B must be JSON",
                        "gate 2A must be an array of members",
                        "gate 3A must have a digest of 64 hex digits",
                        "gate 3B must have the text logical_id");
    }

    @Test
    void flagsMayHaveAByteOrderMarkAndNothingElse() {
        Path upstream = SampleUpstream.copy(folder);
        Path marked = SampleUpstream.bundle(upstream, "1A").resolve("_passed.flag");
        SampleUpstream.write(marked, "\uFEFF" + SampleUpstream.text(marked));
        Path windows = SampleUpstream.bundle(upstream, "1B").resolve("_passed.flag");
        SampleUpstream.write(windows, SampleUpstream.text(windows).replace("\n", "\r\n"));
        Path upper = SampleUpstream.bundle(upstream, "2A").resolve("_passed.flag");
        SampleUpstream.write(upper, SampleUpstream.text(upper).toUpperCase(java.util.Locale.ROOT));
        Path twice = SampleUpstream.bundle(upstream, "6A").resolve("_passed.flag");
        SampleUpstream.write(twice, SampleUpstream.text(twice) + SampleUpstream.text(twice));
        SampleUpstream.edit(
                SampleUpstream.bundle(upstream, "5A").resolve("_passed.flag"), "{", "{\"comment\": \"more\",");
        List<Problem> problems = new ArrayList<>();
        gates(upstream, problems);
        assertThat(codes(problems)).containsOnly(UPSTREAM_HASHGATE_INVALID);
        assertThat(problems).extracting(Problem::rule).containsExactly("gate 2A", "gate 5A", "gate 6A");
    }

    @Test
    void aFlagThatStatesAnotherDigestIsInvalid() {
        Path upstream = SampleUpstream.copy(folder);
        for (String segment : SampleUpstream.SEGMENTS) {
            Path flag = SampleUpstream.bundle(upstream, segment).resolve("_passed.flag");
            SampleUpstream.write(
                    flag,
                    SampleUpstream.text(flag)
                            .replaceFirst("(?<=sha256_hex = |sha256\": \")[0-9a-f]{64}", "f".repeat(64)));
        }
        List<Problem> problems = new ArrayList<>();
        gates(upstream, problems);
        assertThat(codes(problems)).containsOnly(UPSTREAM_HASHGATE_INVALID).hasSize(9);
        assertThat(problems).allSatisfy(problem -> assertThat(problem.found()).isEqualTo("f".repeat(64)));
    }

    @Test
    void aListedMemberThatIsNotThereIsInvalid() throws IOException {
        Path upstream = SampleUpstream.copy(folder);
        Files.delete(SampleUpstream.bundle(upstream, "2B").resolve("issue_table_2B.json"));
        List<Problem> problems = new ArrayList<>();
        SegmentGate gate = gates(upstream, problems).get("2B");
        assertThat(codes(problems)).containsExactly(UPSTREAM_HASHGATE_INVALID);
        assertThat(gate.bundle().sha256Hex()).isEmpty();
        assertThat(gate.bundle().membersVerified()).isEqualTo(1);
    }

    private static void rename(Path upstream, String segment, String from, String to) {
        SampleUpstream.edit(SampleUpstream.bundle(upstream, segment).resolve("index.json"), from, to);
    }

    private static List<ErrorCode> codes(List<Problem> problems) {
        return problems.stream().map(Problem::code).toList();
    }

    private static Map<String, SegmentGate> gates(Path upstream, List<Problem> problems) {
        Map<String, SegmentGate> gates = new TreeMap<>();
        for (String segment : SampleUpstream.SEGMENTS) {
            UpstreamLaw law = LAWS.of(segment, UpstreamLaw.Producer.REFERENCE).orElseThrow();
            gates.put(
                    segment,
                    UpstreamGate.check(
                            law, LAWS, upstream, SampleUpstream.FINGERPRINT, SampleUpstream.SCENARIO, problems));
        }
        return gates;
    }
}
