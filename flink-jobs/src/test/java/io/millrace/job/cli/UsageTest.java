package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What somebody sees who mistypes, or asks. */
class UsageTest {
    private static final CommandLine ROOT =
            Millrace.commandLine(new Millrace(), new Console(System.out, System.err, false));

    static Stream<String> commands() {
        return ROOT.getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @CsvSource({
        "generate, --worl, --world",
        "generate, --chekpoint-seconds, --checkpoint-seconds",
        "seal, --check-onli, --check-only",
        "prepare, --max-reject, --max-rejects",
        "verify, --upstrem, --upstream",
        "lint, --write-lok, --write-lock"
    })
    void anUnknownFlagNamesTheNearest(String command, String wrong, String nearest) {
        // Nothing else is missing, so the flag is the one problem.
        Map<String, List<String>> required =
                Map.of("prepare", List.of("--upstream=u", "--out=o"), "verify", List.of("run"));
        Said said = Said.millrace(
                Stream.concat(Stream.of(command, wrong), required.getOrDefault(command, List.of()).stream())
                        .toArray(String[]::new));
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).hasLineCount(1);
        assertThat(said.problems())
                .singleElement()
                .asString()
                .startsWith("USAGE: millrace " + command + ": Unknown option: '" + wrong + "'; did you mean " + nearest)
                .endsWith("? Read millrace " + command + " --help");
        assertThat(said.out()).isEmpty();
    }

    @Test
    void anUnknownCommandNamesTheNearest() {
        Said said = Said.millrace("generat");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err())
                .startsWith("USAGE: millrace: Unmatched argument at index 0: 'generat'; did you mean generate")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"reprot,report", "verfy,verify", "exlpain,explain", "run,runs"})
    void aMisspeltCommandIsToldWithTheOneThatWasMeant(String typed, String meant) {
        assertThat(Said.millrace(typed).err()).contains("; did you mean " + meant + "? Read millrace --help");
    }

    @Test
    void aDemoOfAnUnknownWorldSaysWhatToTake() {
        Said said = Said.millrace("demo", "--world-spec", "nope");
        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.err())
                .startsWith("CONFIG_VALIDATION_FAILED: --world-spec: must have a run profile of its name, ")
                .contains("was nope; take tiny, demo or small; ")
                .hasLineCount(1);
    }

    @Test
    void missingOptionsAreNamedTogether() {
        Said said = Said.millrace("prepare");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err())
                .isEqualToIgnoringNewLines("USAGE: millrace prepare: Missing required options: '--upstream=<upstream>',"
                        + " '--out=<out>'; read millrace prepare --help");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generate --parallelism 0       | --parallelism must be 1 to 128, was 0",
                "generate --parallelism 129     | --parallelism must be 1 to 128, was 129",
                "generate --parallelism two     | Invalid value for option '--parallelism': 'two' is not an int",
                "chaos --seeds 0                | --seeds must be at least 1, was 0",
                "chaos --fault F1               | --fault takes here what is shown by seeds, and not F1",
                "chaos --fault F21              | Invalid value for option",
                "chaos --checkpoint-seconds 0   | --checkpoint-seconds must be 0.1 to 60.0, was 0.0",
                "generate --checkpoint-seconds 0| --checkpoint-seconds must be at least 0.1, was 0.0",
                "generate --encoding zip        | --encoding must be compact or plain, was zip",
                "generate --seed -1             | must be 0 to 18446744073709551615, was -1",
                "generate --procedural          | --procedural needs --world-spec, or a profile that names one",
                "generate --world-spec tiny --world w | --world names a world on disk",
                "generate --world-spec mine.yaml --procedural | a world that is made on the fly needs --scenario",
                "generate --live                | --live needs --world-spec, or a profile that names one",
                "generate --live --world w      | --world names a world on disk, and a run without end makes its own",
                "seal --world-spec tiny --live --scenario baseline_20260101_3d | --live has no end, and --scenario",
                "generate --world-spec tiny --until 2026-01-02 | --until is for runs without end: give --live",
                "generate --world-spec tiny --live --until soon | must be a date such as 2026-03-01 or a time",
                "generate --world-spec tiny --live --rate 1 --speedup 2 | --speedup and --rate both tell how fast",
                "generate --world-spec tiny --live --speedup 0 | --speedup must be above 0, was 0",
                "generate --seed                | Missing required parameter for option '--seed'",
                "prepare --upstream u --out o --parallelism 0  | --parallelism must be at least 1, was 0",
                "prepare --upstream u --out o --max-rejects -1 | --max-rejects must be at least 0, was -1",
                "seal --report xml              | Invalid value for option '--report'",
                "verify                         | Missing required parameter: 'RUN'",
                "compare --run r                | Missing required option: '--reference-view=<target>'",
                "explain x --flow 1 --order 1   | are mutually exclusive (specify only one)",
                "explain x --arrival here       | --arrival must be merchant_id:arrival_seq, was here",
                "explain x --sample 0           | --sample must be 1 to 1000000, was 0",
                "replay x --key card            | --key must be one of flow_id, account_id, party_id, merchant_id, was card",
                "replay x --topics events,truth | --topics must be one of entities, anchors, events, was truth",
                "replay x --rate 5 --speedup 2  | --speedup, --rate and --rate-plan all tell how fast",
                "replay x --guarantee none      | --guarantee must be one of exactly-once, at-least-once, was none",
                "replay x --name A/b            | --name must be letters, digits, - and _, was A/b",
                "replay x --max-events 0        | --max-events must be at least 1, was 0",
                "cluster start --port 99999     | --port must be 1 to 65535, or 0 for any that is free, was 99999",
                "cluster start --port -1        | --port must be 1 to 65535, or 0 for any that is free, was -1",
                "kafka start --port 65535       | --port must be 1 to 65534, was 65535",
                "kafka start --port -1          | --port must be 1 to 65534, was -1",
                "cluster begin                  | Unmatched argument at index 1: 'begin'"
            })
    void aWrongValueIsToldInOneLine(String line, String message) {
        Said said = Said.millrace(line.strip().split(" "));
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).hasLineCount(1).startsWith("USAGE: millrace ").contains(message);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandTellsItsOptionsAndAnExample(String name) {
        String help = helpOf(name);
        ROOT.getSubcommands().get(name).getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> assertThat(help).contains(option.longestName()));
        assertThat(help).contains("Usage: millrace " + name);
        if (!name.equals("help")) {
            assertThat(help).contains("Example: ./millrace " + name);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theFlagTellsTheSameAsTheHelpCommand(String name) {
        if (name.equals("flink")) {
            // Everything after it belongs to Flink's own client.
            return;
        }
        Said said = Said.millrace(name, "--help");
        assertThat(said.exit()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).isEqualTo(helpOf(name));
    }

    @Test
    void helpOfAnUnknownCommandIsWrongUsage() {
        Said said = Said.millrace("help", "generat");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).startsWith("USAGE: millrace: Unknown subcommand 'generat'; read millrace --help");
    }

    @Test
    void theClusterSubcommandsHaveHelp() {
        for (String name : List.of("start", "stop", "status", "logs")) {
            Said said = Said.millrace("cluster", name, "--help");
            assertThat(said.exit()).isZero();
            assertThat(said.out()).startsWith("Usage: millrace cluster " + name);
            assertThat(Said.millrace("help", "cluster", name).out()).isEqualTo(said.out());
        }
    }

    @Test
    void theBrokerSubcommandsHaveHelp() {
        for (String name : List.of("start", "stop", "status")) {
            Said said = Said.millrace("kafka", name, "--help");
            assertThat(said.exit()).isZero();
            assertThat(said.out()).startsWith("Usage: millrace kafka " + name);
        }
    }

    @Test
    void aClusterThatDoesNotRunIsNamedWithTheWayToStartIt() {
        for (List<String> line : List.of(List.of("flink", "list"), List.of("generate", "--on-cluster"))) {
            Said said = Said.millrace(line.toArray(String[]::new));
            assertThat(said.exit()).isEqualTo(2);
            assertThat(said.err())
                    .isEqualToIgnoringNewLines("USAGE: local Flink cluster: must be running, was not running; start it"
                            + " first: millrace cluster start");
        }
    }

    private static String helpOf(String name) {
        Said said = Said.millrace("help", name);
        assertThat(said.exit()).isZero();
        return said.out();
    }
}
