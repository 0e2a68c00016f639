package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.PackFolder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LintCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);

    @Test
    void shippedPacksPassAndTheLastLineCounts() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"));
        assertThat(lint("--config", config.root().toString())).isZero();
        List<String> lines = lines(out);
        assertThat(lines.get(lines.size() - 1)).isEqualTo("38 rules passed, 0 warnings, 13 not checked");
        assertThat(lines).anyMatch(line -> line.startsWith("not checked: L44 waits for a world"));
        assertThat(lines(err)).isEmpty();
    }

    @Test
    void aRuleIsExplained() {
        assertThat(lint("--explain", "l11,L33")).isZero();
        assertThat(lines(out))
                .anyMatch(line -> line.startsWith("L11  Medians and spreads"))
                .anyMatch(line -> line.startsWith("  why  "))
                .anyMatch(line -> line.startsWith("  fix  "))
                .anyMatch(line -> line.contains("sleeps until features.fraud_overlay"));
    }

    @Test
    void allRulesAreExplainedInOrder() {
        assertThat(lint("--explain", "all")).isZero();
        assertThat(lines(out).stream().filter(line -> line.matches("L\\d\\d  .*")))
                .hasSize(51)
                .isSorted();
    }

    @Test
    void aRuleThatThereIsNotIsWrongUsage() {
        assertThat(Millrace.run(console, "lint", "--explain", "L99")).isEqualTo(2);
        assertThat(lines(err).get(0)).contains("L01 to L51, or all; was L99");
    }

    @Test
    void whoeverSeesAProblemIsToldHowToLearnOfItsRule() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"))
                .edit("attachment_policy_6B", "p_loyal: { ECOM: 0.43", "p_loyal: { ECOM: 0.75");
        assertThat(lint("--config", config.root().toString())).isEqualTo(3);
        assertThat(lines(out)).contains("what a rule holds, and why: ./millrace lint --explain L10");
    }

    @Test
    void yamlSchemaAndRulesAreToldInOnePassByPlace() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"))
                .edit("attachment_policy_6B", "p_loyal: { ECOM: 0.43", "p_loyal: { ECOM: 0.75")
                .edit("case_policy_6B", "flows_per_case_max: 150", "flows_per_case_max: yes")
                .edit("sessionisation_policy_6B", "timeout_seconds: 1200", "timeout: 1200");
        assertThat(lint("--config", config.root().toString())).isEqualTo(3);
        List<String> problems = lines(err);
        assertThat(problems).hasSizeGreaterThanOrEqualTo(4);
        assertThat(problems.get(0))
                .contains("attachment_policy_6B.yaml#/visit/p_loyal/ECOM")
                .endsWith("[L10]");
        assertThat(problems.get(1)).contains("case_policy_6B.yaml#/limits/flows_per_case_max");
        assertThat(problems).anyMatch(line -> line.contains("case_policy_6B.yaml") && line.endsWith("[yaml]"));
        assertThat(problems)
                .anyMatch(line -> line.contains("sessionisation_policy_6B.yaml") && line.endsWith("[schema]"));
        assertThat(lines(out))
                .anyMatch(line -> line.matches("not checked: .*\\bL17\\b.* waits? for sessionisation_policy_6B.*"));
    }

    @Test
    void aLockThatWasWrittenHoldsUntilAPackChangesWithoutItsVersion() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"));
        assertThat(lint("--config", config.root().toString(), "--write-lock")).isZero();
        assertThat(lint("--config", config.root().toString(), "--locked")).isZero();
        config.edit("sessionisation_policy_6B", "timeout_seconds: 1200", "timeout_seconds: 1100");
        assertThat(lint("--config", config.root().toString())).isZero();
        assertThat(lint("--config", config.root().toString(), "--locked")).isEqualTo(3);
        assertThat(lines(out))
                .anyMatch(line -> line.startsWith("warning: " + config.root()
                                + "/layer3/6B/sessionisation_policy_6B.yaml#/policy_version: ")
                        && line.contains(" in " + config.root() + "/policies.lock: ")
                        && line.endsWith(
                                "[L03]. Raise policy_version of the pack, then run millrace lint --write-lock, with the"
                                        + " same --config."));
    }

    @Test
    void theJsonReportHoldsEverything() {
        PackFolder config = PackFolder.copyTo(folder.resolve("config"))
                .edit("attachment_policy_6B", "p_loyal: { ECOM: 0.43", "p_loyal: { ECOM: 0.75");
        assertThat(lint("--config", config.root().toString(), "--report", "json"))
                .isEqualTo(3);
        JsonNode report = JsonMapper.builder().build().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(report.at("/problems/0/rule").asString()).isEqualTo("L10");
        assertThat(report.at("/problems/0/code").asString()).isEqualTo("POLICY_LINT_FAILED");
        assertThat(report.at("/warnings").toString()).isEqualTo("[]");
        assertThat(report.at("/not_checked").size()).isEqualTo(13);
        assertThat(report.at("/rules_passed").size()).isEqualTo(37);
    }

    @Test
    void aFolderThatIsNotThereIsOneProblemAndNothingElse() {
        assertThat(Millrace.run(
                        console, "lint", "--config", folder.resolve("nowhere").toString()))
                .isEqualTo(3);
        assertThat(lines(err))
                .containsExactly("CONFIG_VALIDATION_FAILED: " + folder.resolve("nowhere")
                        + ": must be a readable config folder, was no such folder; give it by --config; millrace init"
                        + " writes one");
        assertThat(lines(out)).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereIsOneProblemOfTheJsonReportToo() {
        assertThat(lint("--config", folder.resolve("nowhere").toString(), "--report", "json"))
                .isEqualTo(3);
        JsonNode report = JsonMapper.builder().build().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(report.at("/problems").size()).isEqualTo(1);
        assertThat(report.at("/problems/0/code").asString()).isEqualTo("CONFIG_VALIDATION_FAILED");
        assertThat(report.at("/rules_passed").size()).isZero();
        assertThat(lines(err)).isEmpty();
    }

    private int lint(String... arguments) {
        CommandLine line = new CommandLine(new LintCommand(console));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line.execute(arguments);
    }

    private static List<String> lines(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
