package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
    @TempDir
    private Path folder;

    @Test
    void bashCompletesCommandsAndOptions() throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(Millrace.run(new Console(stream, stream, false), "completion"))
                .isZero();
        Path script = folder.resolve("completion.bash");
        Files.write(script, out.toByteArray());

        assertThat(offered(script, "./millrace", "gen")).isEqualTo("generate");
        assertThat(offered(script, "./millrace", "lint", "--exp")).isEqualTo("--explain");
        assertThat(offered(script, "./millrace", "lint", "--explain", "L5")).contains("L50", "L51");
    }

    @Test
    void bashCompletesTheIdsOfRuns() throws IOException, InterruptedException {
        for (String id : new String[] {"6fcfef4deab0", "a0c1"}) {
            Files.writeString(
                    Files.createDirectories(folder.resolve("runs").resolve(id)).resolve("run_receipt.json"), "{}");
        }
        Files.createDirectories(folder.resolve("runs/6f-notes"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        String home = System.getProperty("millrace.home", ".");
        System.setProperty("millrace.home", folder.toString());
        try {
            assertThat(Millrace.run(new Console(stream, stream, false), "completion"))
                    .isZero();
        } finally {
            System.setProperty("millrace.home", home);
        }
        Path script = Files.write(folder.resolve("completion.bash"), out.toByteArray());

        for (String command : new String[] {"explain", "verify", "compare"}) {
            assertThat(offered(script, "./millrace", command, "6f")).as(command).isEqualTo("6fcfef4deab0");
        }
    }

    /** What bash would offer for the last word. */
    private static String offered(Path script, String... words) throws IOException, InterruptedException {
        String ask = "source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE}; "
                + "$(complete -p millrace | sed 's/.*-F \\([^ ]*\\) .*/\\1/'); echo \"${COMPREPLY[*]}\"";
        Process bash = new ProcessBuilder("bash", "-c", ask)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(bash.waitFor()).as(said).isZero();
        return said;
    }
}
