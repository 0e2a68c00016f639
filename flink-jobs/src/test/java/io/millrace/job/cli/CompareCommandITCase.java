package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.testing.DoctoredRun;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SharedRuns;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Both modes of the command, and what it ends with. */
@ExtendWith(SharedRuns.class)
class CompareCommandITCase {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void equalRunsEndWithZero(ReferenceRun reference) {
        assertThat(compare(reference.root().toString(), reference.root().toString()))
                .isZero();
        assertThat(text()).contains("s1_arrival_entities_6B").endsWith("why: equal\n");
    }

    @Test
    void aRunWithoutAFileEndsWithNineAndSaysWhatIsMissing(@TempDir Path runs, ReferenceRun reference) throws Exception {
        DoctoredRun run = DoctoredRun.of(reference, runs)
                .rows("s2_flow_outcome_baseline_6B", "SELECT * FROM part WHERE flow_id % 2 = 0");

        assertThat(compare(reference.root().toString(), run.root().toString(), "--json"))
                .isEqualTo(9);
        assertThat(text()).contains("\"why\":\"B is damaged: data/layer3/6B/s2_flow_outcome_baseline_6B/");
    }

    @Test
    void oneRunIsNotEnough(ReferenceRun reference) {
        assertThat(compare(reference.root().toString())).isEqualTo(2);
        assertThat(compare(reference.root().toString(), "--reference-view", "view"))
                .isEqualTo(2);
        assertThat(text()).contains("Give two runs to compare", "not both");
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private int compare(String... arguments) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                false);
        return Millrace.commandLine(new CompareCommand(console), console).execute(arguments);
    }
}
