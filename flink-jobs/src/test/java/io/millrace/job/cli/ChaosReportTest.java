package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.RunException;
import io.millrace.job.testing.RunFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a suite says of its rounds, and what it never takes for proof. */
class ChaosReportTest {
    private static final ChaosRound SOUND = new ChaosRound("F2", 0, "kill -9", 1, 1, 12, true, 1_000, 0, 9.5, "");
    private static final ChaosRound LATER = new ChaosRound("F2", 1, "kill -9", 3, 1, 12, true, 1_000, 0, 20, "");
    private static final ChaosRound MISSED = new ChaosRound("F3", 0, "kill -9", 5, 0, 0, false, 0, 0, 30, "");
    private static final ChaosRound ORPHAN = new ChaosRound("F11", 1, "SIGSTOP", 1, 1, 9, true, 1_000, 1, 8, "");
    private static final ChaosRound OTHER =
            new ChaosRound("F11", 2, "SIGSTOP", 1, 1, 9, false, 999, 0, 8, "another run manifest");

    @TempDir
    private Path folder;

    @Test
    void aRoundThatDidNotLandNeitherHoldsNorDiffers() {
        ChaosReport report = new ChaosReport("a suite", Map.of(), List.of(SOUND, LATER, MISSED, ORPHAN, OTHER));

        assertThat(report.holding()).isEqualTo(2);
        assertThat(report.differing()).isEqualTo(2);
        assertThat(report.missed()).isEqualTo(1);
        assertThat(MISSED.row()).contains("| NO | 0 | 0 | - |");
        assertThat(LATER.row()).contains("| at try 3 |");
    }

    @Test
    void anEqualRunThatNoFaultMetProvesNothing() {
        ChaosRound unmet = new ChaosRound("F2", 0, "kill -9", 5, 0, 12, true, 1_000, 0, 9, "");

        assertThat(unmet.holds()).isFalse();
        assertThat(exit(1, unmet)).isEqualTo(9);
    }

    @Test
    void aRunThatFailedBeforeAnyFaultDiffersAndIsNotTriedAgain() {
        ChaosTry early = ChaosTry.failed("nothing yet", "the process ended by itself with exit 6, before any fault");
        ChaosRound round = new ChaosRound("F2", 0, early.what(), 1, 0, 0, false, 0, 0, 9, early.finding());

        assertThat(early.isToBeJudged()).isTrue();
        assertThat(ChaosTry.missed("kill -9").isToBeJudged()).isFalse();
        assertThat(round.differs()).isTrue();
        assertThat(round.missed()).isFalse();
        assertThat(round.row()).contains("NO: the process ended by itself with exit 6");
    }

    @Test
    void aTestThatCouldNotDoItsFaultHereNeitherHoldsNorDiffers() throws Exception {
        Path file = folder.resolve("rows.jsonl");
        Files.writeString(file, """
                {"fault":"F7","test":"RefusingStorageITCase","what":"a mount","landed":false,"equal":false,"seconds":1,"finding":"needs root"}
                """);

        assertThat(ChaosReport.read(file)).singleElement().satisfies(row -> {
            assertThat(row.holds()).isFalse();
            assertThat(row.differs()).isFalse();
            assertThat(row.missed()).isFalse();
            assertThat(row.row()).contains("| NO | 0 | 0 | - |");
            assertThat(row.what()).isEqualTo("a mount: needs root");
        });
        ChaosReport report = new ChaosReport(
                "a suite",
                Map.of(ChaosFault.F2, 1),
                List.of(SOUND, ChaosReport.read(file).get(0)));
        assertThat(report.exit()).isEqualTo(10);
        assertThat(report.verdict())
                .isEqualTo("1 of 2 rounds were run: 1 equal, 0 differ, 0 never landed; NOT POSSIBLE HERE, so not shown:"
                        + " F7 a mount: needs root");
        assertThat(report.summary()).contains("| F7 checkpoint folder full, read-only, slow | 1 | 0 | 0 | 0 | 0 | 1 |");
        assertThat(report.isShortOfTime()).isFalse();
    }

    @Test
    void theSummaryCountsEveryMomentThatWasTried() {
        assertThat(new ChaosReport("a suite", Map.of(), List.of(SOUND, LATER)).summary())
                .contains("| F2 kill -9 of a TaskManager | 2 | 2 | 2 | 0 | 0 | 0 | 2 | 4 | 20.0 | 20.0 |");
    }

    @Test
    void roundsThatNeverBeganAreTold() {
        ChaosReport report =
                new ChaosReport("a suite", Map.of(ChaosFault.F2, 3, ChaosFault.F4, 20), List.of(SOUND, LATER));

        assertThat(report.notBegun()).isEqualTo(Map.of(ChaosFault.F2, 1, ChaosFault.F4, 20));
        assertThat(report.summary())
                .contains("| F2 kill -9 of a TaskManager | 3 | 2 | 2 | 0 | 0 | 1 |")
                .contains("| F4 kill -9 of the embedded process | 20 | 0 | 0 | 0 | 0 | 20 | 0 | 0 | - | - |");
        assertThat(report.verdict())
                .startsWith("2 of 23 rounds were run: 2 equal, 0 differ, 0 never landed")
                .endsWith("NOT BEGUN, so not shown: 1 of F2, 20 of F4");
    }

    @Test
    void onlyASuiteThatIsWholeAndEqualEndsWithZero() {
        assertThat(exit(2, SOUND, LATER)).isZero();
        assertThat(exit(3, SOUND, LATER)).isEqualTo(10);
        assertThat(exit(1)).isEqualTo(10);
        assertThat(exit(0)).isEqualTo(10);
        assertThat(exit(3, SOUND, MISSED)).isEqualTo(9);
        assertThat(exit(1, ORPHAN)).isEqualTo(9);
        assertThat(exit(3, OTHER)).isEqualTo(9);
    }

    private static int exit(int asked, ChaosRound... rounds) {
        return new ChaosReport("a suite", Map.of(ChaosFault.F2, asked), List.of(rounds)).exit();
    }

    @Test
    void aClassOfTestsWithoutARowWasNotShown() throws Exception {
        Path rows = folder.resolve("rows.jsonl");
        Files.writeString(rows, """
                {"fault":"F10","test":"EndOfRunITCase","what":"job ends, flag does not","landed":true,"equal":true,"seconds":1.5}
                """);

        Said both = Said.millrace("chaos", "--fault", "F10,F20", "--more-rows", rows.toString());
        assertThat(both.exit()).isEqualTo(10);
        assertThat(both.err())
                .contains(
                        "1 of 3 rounds were run",
                        "NOT BEGUN, so not shown: 1 of F10 (PublishedRunITCase), 1 of F20 (BatchModeITCase)")
                .doesNotContain("--minutes");

        Files.writeString(rows, """
                {"fault":"F10","test":"PublishedRunITCase","what":"no flag","landed":true,"equal":true,"seconds":1.5}
                """, StandardOpenOption.APPEND);
        Path report = folder.resolve("chaos.md");
        Said one =
                Said.millrace("chaos", "--fault", "F10", "--report", report.toString(), "--more-rows", rows.toString());
        assertThat(one.exit()).isZero();
        assertThat(one.out()).contains("2 of 2 rounds were run: 2 equal, 0 differ, 0 never landed");
        assertThat(report).content().startsWith("`./millrace chaos --fault F10 --report " + report + "`, world tiny");
    }

    @Test
    void everyClassThatAFaultOfTestsNamesBearsItsTag() throws Exception {
        for (ChaosFault fault : ChaosFault.values()) {
            assertThat(fault.tests().isEmpty()).as(fault.name()).isNotEqualTo(fault.isTested());
            for (String name : fault.tests()) {
                Path source = RunFiles.named(Path.of("src", "test", "java"), name + "[.]java")
                        .get(0);
                assertThat(source).content().contains("@Tag(\"" + fault + "\")");
            }
        }
    }

    @Test
    void markdownAndJsonHoldEveryRound() throws Exception {
        Path file = folder.resolve("deep/chaos.md");
        new ChaosReport("a suite", Map.of(ChaosFault.F5, 2), List.of(SOUND, MISSED)).write(file);

        assertThat(Files.readString(file)).startsWith("a suite\n").contains(SOUND.row(), MISSED.row());
        JsonNode json = JsonMapper.shared().readTree(Files.readAllBytes(folder.resolve("deep/chaos.json")));
        assertThat(json.get("holding").asLong()).isEqualTo(1);
        assertThat(json.get("not_begun").get("F5").asInt()).isEqualTo(2);
        assertThat(json.get("not_landed").asLong()).isEqualTo(1);
        assertThat(json.get("rounds").get(0).get("what").asString()).isEqualTo("kill -9");
    }

    @Test
    void rowsOfTestsAreReadLineByLine() throws Exception {
        Path file = folder.resolve("rows.jsonl");
        Files.writeString(file, """
                {"fault":"F10","test":"EndOfRunITCase","what":"job ends, flag does not","landed":true,"equal":true,"seconds":1.5,"loop":7}

                {"fault":"F1","test":"LedgerSinkITCase","what":"in close","landed":true,"equal":false,"seconds":2,"finding":"one row twice"}
                """);

        List<ChaosRound> rows = ChaosReport.read(file);

        assertThat(rows).extracting(ChaosRound::holds).containsExactly(true, false);
        assertThat(rows.get(1).row()).contains("NO: one row twice");
    }

    @Test
    void linesThatAreNoRowsAreNamedTogether() throws Exception {
        Path file = folder.resolve("rows.jsonl");
        Files.writeString(file, """
                {"fault":"F10","test":"EndOfRunITCase","what":"no verdict","landed":true,"seconds":1}
                {"fault":"F99","test":"EndOfRunITCase","what":"unknown","landed":true,"equal":true,"seconds":1}
                nothing
                {"fault":"F1","test":"","what":"nobody","landed":true,"equal":true,"seconds":1}
                """);

        assertThatThrownBy(() -> ChaosReport.read(file))
                .isInstanceOfSatisfying(RunException.class, failure -> assertThat(failure.problems())
                        .extracting(problem -> problem.where())
                        .containsExactly(file + ":1", file + ":2", file + ":3", file + ":4"));
    }

    @Test
    void everyFaultIsListed() {
        Said said = Said.millrace("chaos", "--list");

        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .contains(Stream.of(ChaosFault.values()).map(ChaosFault::row).toList());
    }

    @Test
    void thePageHoldsTheListAsTheCommandTellsIt() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "reliability.md"));

        assertThat(page)
                .contains(Stream.of(ChaosFault.values()).map(ChaosFault::row).toList());
    }

    @Test
    void theLauncherRunsTheTestsOfEveryFaultThatTestsShow() throws Exception {
        assertThat(Files.readString(Path.of("..", "millrace")))
                .contains("in_process=" + String.join(",", ChaosFault.ofTests()) + "\n");
    }
}
