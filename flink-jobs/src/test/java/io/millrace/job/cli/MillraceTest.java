package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MillraceTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Console console = new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            false);

    @Test
    void anUnknownCommandIsWrongUsage() {
        assertThat(Millrace.run(console, "demoo")).isEqualTo(2);
    }

    @Test
    void everyCommandHasADescription() {
        CommandLine line = Millrace.commandLine(new Millrace(), console);
        line.getSubcommands().forEach((name, command) -> assertThat(
                        command.getCommandSpec().usageMessage().description())
                .as(name)
                .isNotEmpty());
    }

    @Test
    void helpNamesEveryExitCode() {
        String help = Millrace.commandLine(new Millrace(), console).getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertThat(help).contains("0  success", "2  wrong usage", "9  a required check failed", "millrace demo");
    }
}
