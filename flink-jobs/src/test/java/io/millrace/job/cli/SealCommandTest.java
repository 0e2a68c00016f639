package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.WorldKind;
import io.millrace.run.WorldReceipt;
import io.millrace.testing.PolicyFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SealCommandTest {
    private static final Path SAMPLE = PolicyFiles.root().resolve("samples/upstream");
    private static final String FINGERPRINT = "c735e5797fe05c9e985afe2efbb62db5c3cbcaafc73b53b9958f1bceda056e8a";
    private static final String PARAMETER_HASH = "735d53cbf7c87f1ae4845b767e2e8a248ab42984079cd24f54488c2fd7a1c553";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void toldOfTheSampleAreItsNineGatesEveryMissingTableAndTheEnd() throws IOException {
        writeReceipt();
        int exit = run("--world", folder.toString(), "--upstream", SAMPLE.toString(), "--runs-root", runs());
        assertThat(exit).isIn(3, 4);
        assertThat(lines(out).filter(line -> line.contains(" PASS ")))
                .hasSize(9)
                .contains("5B PASS 2 members, digest 67dc9aee…, verdict from index.json#/overall_status");
        assertThat(lines(err))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING: data/layer2/5B/merchant_dim_5B/seed=42/"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING: data/layer3/6A/entity_index_6A/"));
        assertThat(lines(out).reduce((first, second) -> second))
                .hasValueSatisfying(
                        line -> assertThat(line).startsWith("S0 FAILED run ").endsWith(" sealed -"));
        assertThat(Path.of(runs())).isDirectory();
    }

    @Test
    void theTablesOfTheSampleAreReadByTheirFootersAndTheirCountIsCompared() throws IOException {
        writeReceipt();
        run("--world", folder.toString(), "--upstream", SAMPLE.toString(), "--check-only");
        // The receipt claims no arrivals, the sample holds forty thousand.
        assertThat(lines(err)).anySatisfy(line -> assertThat(line)
                .isEqualTo("INPUT_PARITY_MISMATCH: arrival_events_5B: prepared and rejected rows must sum to the "
                        + "40000 rows of the source, was 0 rows; restore the world folder, or make it again: "
                        + "millrace prepare"));
        assertThat(Path.of(runs())).doesNotExist();
    }

    @Test
    void withoutAWorldItSaysHowToMakeOne() {
        int exit = run("--world", folder.resolve("none").toString(), "--check-only");
        assertThat(exit).isIn(3, 4);
        assertThat(lines(err)).anySatisfy(line -> assertThat(line)
                .contains("must be a world folder (with world_receipt.json) or hold exactly one, was no world; "
                        + "make one: millrace prepare"));
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("NOT_CHECKED upstream gates and inputs waits for");
    }

    @Test
    void theJsonReportIsTheReportAlone() {
        run("--world", folder.resolve("none").toString(), "--check-only", "--report", "json");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("{\"contracts_version\":\"1.0.0\",\"counts\":[]")
                .contains("\"status\":\"FAILED\"")
                .hasLineCount(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aSeedOfSixtyFiveBitsIsWrongUsage() {
        assertThat(run("--seed", "18446744073709551616")).isEqualTo(2);
        assertThat(run("--seed", "-1")).isEqualTo(2);
    }

    @Test
    void anUnreadableProfileIsAConfigProblem() throws IOException {
        Path profile = Files.writeString(folder.resolve("bad.yaml"), "profile: 7\n");
        int exit = Millrace.run(console(), "seal", "--profile", profile.toString(), "--check-only");
        assertThat(exit).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("CONFIG_VALIDATION_FAILED: ");
    }

    @Test
    void helpShowsAnExample() {
        String help = new CommandLine(new SealCommand(console())).getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertThat(help)
                .contains("Example: ./millrace seal --profile config/run/sample.yaml", "--check-only", "--runs-root");
    }

    private int run(String... options) {
        return new CommandLine(new SealCommand(console()))
                .setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8))
                .execute(options);
    }

    private Console console() {
        return new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
    }

    private String runs() {
        return folder.resolve("runs").toString();
    }

    private static java.util.stream.Stream<String> lines(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).lines();
    }

    /** A world that says it holds nothing. */
    private void writeReceipt() throws IOException {
        new WorldReceipt(
                        new WorldReceipt.Axes(WorldKind.FOREIGN, FINGERPRINT, PARAMETER_HASH, 42, Optional.empty()),
                        List.of(new WorldReceipt.Scenario(
                                "baseline_v1", 1_767_225_600_000_000L, OptionalLong.of(1_768_435_200_000_000L))),
                        List.of(new WorldReceipt.Dataset(
                                "arrival_events_5B", Optional.of("baseline_v1"), 0, Optional.of("0".repeat(32)))),
                        new WorldReceipt.Tables("2025b", "a".repeat(64), Optional.empty()),
                        List.of())
                .write(folder.resolve("worlds/" + FINGERPRINT));
        Files.move(
                folder.resolve("worlds/" + FINGERPRINT + "/" + WorldReceipt.FILE), folder.resolve(WorldReceipt.FILE));
    }
}
