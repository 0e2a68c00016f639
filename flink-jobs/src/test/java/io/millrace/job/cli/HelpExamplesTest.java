package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Examples in the help of commands: each command has one, and each is one that its command takes. */
class HelpExamplesTest {
    private static final String MARK = "Example: ";
    private static final Pattern CALL = Pattern.compile("(?:(?:[.]/)?millrace|flink run \\S+[.]jar) ([^;)]+)");

    private final Console console = new Console(silent(), silent(), false);

    @Test
    void everyCommandHasAnExample() {
        TreeMap<String, List<String>> examples = new TreeMap<>();
        root().getSubcommands().forEach((name, command) -> examples.put(name, examples(command)));
        assertThat(examples)
                .allSatisfy((name, lines) -> assertThat(lines).as(name).isNotEmpty());
    }

    @Test
    void everyExampleIsTakenByItsCommand() {
        List<String> calls = commands(root())
                .flatMap(command -> examples(command).stream())
                .flatMap(HelpExamplesTest::calls)
                // Its options are those of Maven, to which the launcher hands them.
                .filter(call -> !call.startsWith("test "))
                .toList();
        assertThat(calls).hasSizeGreaterThan(30);
        assertThat(calls.stream().flatMap(this::refusal)).isEmpty();
    }

    @Test
    void anExampleThatIsNoneWouldBeFound() {
        assertThat(refusal("generate --speedupp 3")).hasSize(1);
        assertThat(calls("Example: ./millrace lint; millrace lint --report json"))
                .containsExactly("lint", "lint --report json");
    }

    private Stream<String> refusal(String call) {
        try {
            root().parseArgs(call.split(" "));
            return Stream.of();
        } catch (CommandLine.ParameterException refused) {
            return Stream.of(call + ": " + refused.getMessage());
        }
    }

    private CommandLine root() {
        return Millrace.commandLine(new Millrace(), console);
    }

    private static Stream<CommandLine> commands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpExamplesTest::commands));
    }

    private static List<String> examples(CommandLine command) {
        List<String> examples = new ArrayList<>();
        for (String line : command.getCommandSpec().usageMessage().description()) {
            if (line.startsWith(MARK)) {
                examples.add(line);
            }
        }
        return examples;
    }

    private static Stream<String> calls(String example) {
        List<String> calls = new ArrayList<>();
        Matcher call = CALL.matcher(example);
        while (call.find()) {
            calls.add(call.group(1).strip());
        }
        assertThat(calls).as(example).isNotEmpty();
        return calls.stream();
    }

    private static PrintStream silent() {
        return new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    }
}
