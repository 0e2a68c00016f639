package io.millrace.job.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which tests get a row, and how it names them. */
class FaultRowsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"F1", "F9", "F10", "F20"})
    void theNumbersOfTheListAreFaults(String tag) {
        assertThat(FaultRows.isFault(tag)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"F0", "F21", "faults", "soak", "F1a"})
    void otherTagsAreNone(String tag) {
        assertThat(FaultRows.isFault(tag)).isFalse();
    }

    @Test
    void theMessageOfAnAssertionBecomesOneLine() {
        assertThat(FaultRows.finding(new AssertionError("\nExpecting:\n  1\nto be:\n  2")))
                .isEqualTo("Expecting: 1 to be: 2");
    }

    @Test
    void aMethodIsReadAsASentence() {
        assertThat(FaultRows.sentence("aBrokenTaskLeavesNoTrace")).isEqualTo("a broken task leaves no trace");
    }

    @Test
    void aTestBringsARowPerFaultAndOneThatIsNotPossibleHereHasNotLanded() throws Exception {
        assertThat(rowsOf(Mixed.class))
                .containsExactlyInAnyOrder(
                        "F7 landed equal, FaultRowsTest$Mixed: a sound test: ",
                        "F8 landed equal, FaultRowsTest$Mixed: a sound test: ",
                        "F8 not landed, FaultRowsTest$Mixed: an impossible test: assumption was not met due to:"
                                + " [may mount] Expecting value to be true but was false",
                        "F9 not landed, FaultRowsTest$Mixed: a skipped test: skipped: not today");
    }

    @Test
    void aClassThatFailsBeforeItsTestsFailsEveryFaultOfTheirs() throws Exception {
        assertThat(rowsOf(Broken.class))
                .containsExactly(
                        "F7 landed, FaultRowsTest$Broken: as a whole: [no broker] Expecting actual not to be empty",
                        "F8 landed, FaultRowsTest$Broken: as a whole: [no broker] Expecting actual not to be empty");
    }

    @Test
    void aClassThatIsSkippedShowsNoneOfItsFaults() throws Exception {
        assertThat(rowsOf(Skipped.class))
                .containsExactly("F12 not landed, FaultRowsTest$Skipped: as a whole: skipped: not today");
    }

    private List<String> rowsOf(Class<?> tests) throws Exception {
        Path file = folder.resolve("rows.jsonl");
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .build())
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        new FaultRows(Optional.of(file)));
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(FaultRowsTest::told).toList();
        }
    }

    private static String told(String line) {
        JsonNode row = JsonMapper.shared().readTree(line);
        assertThat(row.get("what").asString()).startsWith(row.get("test").asString() + ": ");
        return row.get("fault").asString()
                + (row.get("landed").asBoolean() ? " landed" : " not landed")
                + (row.get("equal").asBoolean() ? " equal" : "")
                + ", " + row.get("what").asString() + ": "
                + row.get("finding").asString();
    }

    /** Run by the tests above, and by them only. */
    static final class Mixed {
        @Test
        @Tag("F7")
        @Tag("F8")
        void aSoundTest() {}

        @Test
        @Tag("F8")
        void anImpossibleTest() {
            assumeThat(false).as("may mount").isTrue();
        }

        @Test
        @Disabled("not today")
        @Tag("F9")
        void aSkippedTest() {}
    }

    static final class Broken {
        @BeforeAll
        static void start() {
            assertThat(List.of()).as("no broker").isNotEmpty();
        }

        @Test
        @Tag("F7")
        void first() {}

        @Test
        @Tag("F7")
        @Tag("F8")
        void second() {}
    }

    @Disabled("not today")
    @Tag("F12")
    static final class Skipped {
        @Test
        void never() {}
    }
}
