package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {
    @ParameterizedTest
    @ValueSource(strings = {"my-world", "/data/worlds/a_1", "wörld.yaml", "1:2,3"})
    void aPlainWordStaysAsItIs(String word) {
        assertThat(ShellWord.of(Path.of(word))).isEqualTo(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"my world", "it's mine", "a$HOME", "*", "a;b", "\"", "~", ""})
    void anyOtherIsReadByAShellAsItWas(String word) throws IOException, InterruptedException {
        assertThat(ShellWord.of(word)).startsWith("'");
        assertThat(read("printf %s " + ShellWord.of(word))).isEqualTo(word);
    }

    private static String read(String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", command).start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return said;
    }
}
