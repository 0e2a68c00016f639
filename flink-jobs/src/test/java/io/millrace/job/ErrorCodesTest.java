package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.ErrorCode;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every named cause of failure is explained to users, raised by the program, and raised by a test or waived. */
class ErrorCodesTest {
    private static final Pattern LISTED = Pattern.compile("\\{ code: ([A-Z0-9_]+), exit: ([0-9]+), ");

    /** Codes that no test raises, each with the reason. A code that a test names again must leave this list. */
    private static final Map<ErrorCode, String> NOT_TESTED = Map.of(
            ErrorCode.SEALED_INPUTS_SCHEMA_VIOLATION, "guards our own writer: only a bug of ours can raise it",
            ErrorCode.GATE_RECEIPT_SCHEMA_VIOLATION, "guards our own writer: only a bug of ours can raise it");

    /** Codes that the program does not raise yet, each with the reason. */
    private static final Map<ErrorCode, String> NOT_RAISED = Map.of();

    @Test
    void everyCodeIsNamedByATestOrWaived() throws IOException {
        Set<String> named = words("src/test/java", "ErrorCodesTest.java");
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(named.contains(code.name()))
                    .as(NOT_TESTED.containsKey(code) ? "%s is waived but a test names it" : "%s is in no test", code)
                    .isEqualTo(!NOT_TESTED.containsKey(code));
        }
    }

    @Test
    void everyCodeIsRaisedByTheProgramOrWaived() throws IOException {
        Set<String> named = words("src/main/java", "ErrorCode.java");
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(named.contains(code.name()))
                    .as(NOT_RAISED.containsKey(code) ? "%s is waived but raised" : "%s is never raised", code)
                    .isEqualTo(!NOT_RAISED.containsKey(code));
        }
    }

    @Test
    void everyCodeIsExplainedWithItsExitAndNoOtherIs() throws IOException {
        Matcher listed =
                LISTED.matcher(Files.readString(PolicyFiles.root().resolve("contracts/dictionary/errors.yaml")));
        List<String> explained = new ArrayList<>();
        while (listed.find()) {
            explained.add(listed.group(1) + " " + listed.group(2));
        }
        assertThat(explained)
                .containsExactlyElementsOf(Stream.of(ErrorCode.values())
                        .map(code -> code + " " + code.exit())
                        .toList());
    }

    /** All words in capitals in the Java sources of both modules. */
    private static Set<String> words(String folder, String except) throws IOException {
        Pattern word = Pattern.compile("\\b[A-Z][A-Z0-9_]+\\b");
        Set<String> words = new TreeSet<>();
        for (String module : List.of("shared", "flink-jobs")) {
            Path root = PolicyFiles.root().resolve(module).resolve(folder);
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                        .filter(path -> !path.getFileName().toString().equals(except))
                        .toList()) {
                    word.matcher(Files.readString(file)).results().forEach(match -> words.add(match.group()));
                }
            }
        }
        return words;
    }
}
