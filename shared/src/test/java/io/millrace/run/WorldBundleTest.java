package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.WorldCheck;
import io.millrace.testing.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundles of an own world pass the gate of a run, and each way of spoiling one is caught by its code. */
class WorldBundleTest {
    @TempDir
    Path folder;

    private OwnWorld world;

    @BeforeEach
    void make() throws IOException {
        world = new OwnWorld(folder);
        world.write();
    }

    @Test
    void theGateAcceptsAWholeWorld() {
        GateResult result = world.fixture.seal();
        assertThat(result.problems()).isEmpty();
        assertThat(result.notChecked()).isEmpty();
        assertThat(result.segments())
                .extracting(SegmentGate::status)
                .containsExactly(SegmentGate.Status.PASS, SegmentGate.Status.PASS);
    }

    @Test
    void documentsAreThoseOfTheContract() {
        for (String segment : List.of("5B", "6A")) {
            Documents.assertValid("world_bundle_index", world.bundleFile(segment, "index.json"));
            Documents.assertValid("table_digests", world.bundleFile(segment, "table_digests.json"));
            Documents.assertValid(
                    "world_validation_report", world.bundleFile(segment, "validation_report_" + segment + ".json"));
        }
    }

    @Test
    void aSecondBuildWritesTheSameBytes() throws IOException {
        byte[] index = Files.readAllBytes(world.bundleFile("6A", "index.json"));
        byte[] flag = Files.readAllBytes(world.bundleFile("6A", "_passed.flag"));
        Files.writeString(world.bundleFile("6A", "left_over.json"), "{}");
        world.bundle("6A", WorldCheck.Result.PASS);
        assertThat(world.bundleFile("6A", "index.json")).hasBinaryContent(index);
        assertThat(world.bundleFile("6A", "_passed.flag")).hasBinaryContent(flag);
        assertThat(world.bundleFile("6A", "left_over.json")).doesNotExist();
    }

    @Test
    void aChangedByteOfATableIsCaught() throws IOException {
        Path table = world.file("s4_device_base_6A");
        // Rows and footer keys stay; only the bytes of the file differ.
        Files.writeString(table, Files.readString(table) + "other 1\n");
        assertProblem(ErrorCode.INPUT_PARITY_MISMATCH, "data/layer3/6A/s4_device_base_6A/");
    }

    @Test
    void anArrivalFileThatIsGoneIsCaught() throws IOException {
        Path second = world.file("arrival_events_5B").resolveSibling("part-1.parquet");
        Files.copy(world.file("arrival_events_5B"), second);
        List<Problem> problems = world.fixture.seal().problems();
        assertThat(problems).extracting(Problem::code).containsOnly(ErrorCode.INPUT_PARITY_MISMATCH);
        assertThat(problems).extracting(Problem::where).allMatch(where -> where.contains("arrival_events_5B"));
    }

    @Test
    void aChangedByteOfTheDigestsIsCaught() throws IOException {
        SampleUpstream.edit(world.bundleFile("6A", "table_digests.json"), "\"rows\":3", "\"rows\":4");
        GateResult result = world.fixture.seal();
        assertThat(result.problems()).extracting(Problem::code).contains(ErrorCode.UPSTREAM_HASHGATE_INVALID);
        assertThat(result.problems()).anyMatch(problem -> problem.where()
                .endsWith("validation/manifest_fingerprint=" + world.fingerprint + "/table_digests.json"));
    }

    @Test
    void anEntryMissingFromTheIndexIsCaught() throws IOException {
        Path index = world.bundleFile("5B", "index.json");
        String text = Files.readString(index);
        int start = text.indexOf("{\"path\":\"table_digests.json\"");
        int end = text.indexOf("},", start) + 2;
        Files.writeString(index, text.substring(0, start) + text.substring(end));
        assertProblem(ErrorCode.UPSTREAM_HASHGATE_INVALID, "data/layer2/5B/validation/");
    }

    @Test
    void aWrongFlagIsCaught() throws IOException {
        Files.writeString(world.bundleFile("5B", "_passed.flag"), "sha256_hex = " + "0".repeat(64) + "\n");
        assertProblem(ErrorCode.UPSTREAM_HASHGATE_INVALID, "_passed.flag");
    }

    @Test
    void aFailedCheckGetsNoFlagAndNoRun() throws IOException {
        WorldBundle.Sealed sealed = world.bundle("6A", WorldCheck.Result.FAIL);
        assertThat(sealed.status()).isEqualTo(WorldBundle.Status.FAIL);
        assertThat(world.bundleFile("6A", "_passed.flag")).doesNotExist();
        assertProblem(ErrorCode.UPSTREAM_HASHGATE_MISSING, "_passed.flag");
        // A flag put beside a failed report does not help.
        Files.writeString(world.bundleFile("6A", "_passed.flag"), "sha256_hex = " + sealed.bundleSha256() + "\n");
        assertProblem(ErrorCode.UPSTREAM_VALIDATION_NONPASS, "validation_report_6A.json");
    }

    @Test
    void aWarningSealsAndSaysSo() throws IOException {
        WorldBundle.Sealed sealed = WorldBundle.write(
                folder.resolve("other"),
                world.subject("6A"),
                List.of(new WorldCheck(
                        "IP_SHAPE", WorldCheck.Severity.WARN, WorldCheck.Result.FAIL, "p50 7", "p50 2 to 5")),
                List.of(),
                new TreeMap<>());
        assertThat(sealed.status()).isEqualTo(WorldBundle.Status.WARN);
        assertThat(sealed.warnings()).containsExactly("IP_SHAPE");
        assertThat(WorldBundle.read(folder.resolve("other"), world.subject("6A")))
                .isEqualTo(sealed);
    }

    @Test
    void aReportNeedsChecksEachOnce() {
        WorldCheck check = WorldCheck.required("CAPS", WorldCheck.Result.PASS, "20", "at most 20");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WorldBundle.write(
                        folder, world.subject("6A"), List.of(check, check), List.of(), new TreeMap<>()));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> WorldBundle.write(folder, world.subject("6A"), List.of(), List.of(), new TreeMap<>()));
    }

    private void assertProblem(ErrorCode code, String place) {
        List<Problem> problems = world.fixture.seal().problems();
        assertThat(problems).extracting(Problem::code).contains(code);
        assertThat(problems)
                .filteredOn(problem -> problem.code() == code)
                .extracting(Problem::where)
                .anyMatch(where -> where.contains(place));
    }
}
