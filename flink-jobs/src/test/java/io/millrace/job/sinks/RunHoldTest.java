package io.millrace.job.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has tasks of a run, seen from another process. */
class RunHoldTest {
    @TempDir
    Path run;

    @Test
    void jobsOfOneProcessDoNotReleaseEachOtherAndADeadProcessHoldsNothing() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldingProcess.class.getName(),
                        run.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = process.inputReader();
                Writer steps = process.outputWriter()) {
            assertThat(said.readLine()).isEqualTo("both true");
            assertThat(RunHold.isHeld(run)).isTrue();
            assertThat(step(steps, said)).isEqualTo("one");
            assertThat(RunHold.isHeld(run)).as("the other job has tasks").isTrue();
            assertThat(step(steps, said)).isEqualTo("none");
            assertThat(RunHold.isHeld(run)).isFalse();
            assertThat(step(steps, said)).isEqualTo("again");
            assertThat(RunHold.isHeld(run)).isTrue();
            process.destroyForcibly().waitFor();
            assertThat(RunHold.isHeld(run)).isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
        try (Stream<Path> left = Files.list(run.resolve(".writers.d"))) {
            assertThat(left).as("files of the dead").isEmpty();
        }
    }

    private static String step(Writer steps, BufferedReader said) throws IOException {
        steps.write("\n");
        steps.flush();
        return said.readLine();
    }
}
