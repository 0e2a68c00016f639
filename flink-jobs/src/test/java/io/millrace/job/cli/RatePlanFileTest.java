package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.ContractException;
import io.millrace.job.replay.ReplayPace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatePlanFileTest {
    @TempDir
    private Path folder;

    @Test
    void linesAreSegments() throws IOException {
        Path file = write("# a burst\n60, 3000\n\n10,0-6000 # up\n");
        assertThat(RatePlanFile.read(file).segments())
                .containsExactly(new ReplayPace.Segment(60, 3_000, 3_000), new ReplayPace.Segment(10, 0, 6_000));
    }

    @Test
    void everyLineThatIsNoneIsNamed() throws IOException {
        Path file = write("60, 3000\nfast\n0, 5\n10, 5-0\n");
        assertThatThrownBy(() -> RatePlanFile.read(file))
                .isInstanceOfSatisfying(ContractException.class, failure -> assertThat(failure.problems())
                        .extracting(problem -> problem.where() + " " + problem.found())
                        .containsExactly(file + ":2 fast", file + ":3 0, 5", file + ":4 10, 5-0"));
    }

    @Test
    void anEmptyPlanIsNone() throws IOException {
        Path file = write("# nothing\n");
        assertThatThrownBy(() -> RatePlanFile.read(file)).hasMessageContaining("no line");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("plan"), text);
    }
}
