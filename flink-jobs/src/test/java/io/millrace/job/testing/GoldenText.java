package io.millrace.job.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A reviewed text in {@code src/test/resources/golden}. It is written anew by running its test with {@code
 * -Dmillrace.golden.renew=true}; lines that begin with {@code #} are for the reader and stay.
 */
public final class GoldenText {
    private static final String RENEW = "millrace.golden.renew";

    private enum Part {
        COMMENTS,
        CONTENT
    }

    private final Path file;

    private GoldenText(Path file) {
        this.file = file;
    }

    public static GoldenText of(String name) {
        return new GoldenText(PolicyFiles.root()
                .resolve("flink-jobs/src/test/resources/golden")
                .resolve(name));
    }

    /** Compares, or renews. */
    public void isEqualTo(String text) throws IOException {
        if (Boolean.getBoolean(RENEW)) {
            Files.writeString(file, lines(Part.COMMENTS) + text);
        }
        assertThat(text).as("%s; renew with -D%s=true", file, RENEW).isEqualTo(lines(Part.CONTENT));
    }

    private String lines(Part part) throws IOException {
        StringBuilder lines = new StringBuilder();
        Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("#") == (part == Part.COMMENTS))
                .forEach(line -> lines.append(line).append('\n'));
        return lines.toString();
    }
}
