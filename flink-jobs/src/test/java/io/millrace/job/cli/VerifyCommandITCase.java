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

/** The verdict as a person and a script see it. */
@ExtendWith(SharedRuns.class)
class VerifyCommandITCase {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void aSoundRunEndsWithZeroAndKeepsItsVerdict(@TempDir Path runs, ReferenceRun reference) throws Exception {
        Path run = DoctoredRun.of(reference, runs).root();
        assertThat(verify(reference, run)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("verified: 52 checks passed");
        assertThat(run.resolve("reports/verify.json"))
                .content()
                .contains("\"bundle_digest\":\"" + reference.bundleDigest() + "\"", "\"overall_status\":\"PASS\"");
    }

    @Test
    void aForgedRunEndsWithNine(@TempDir Path runs, ReferenceRun reference) throws Exception {
        DoctoredRun run = DoctoredRun.of(reference, runs)
                .rows("s2_flow_anchor_baseline_6B", "SELECT * REPLACE (NOT cross_border AS cross_border) FROM part");

        assertThat(verify(reference, run.root())).isEqualTo(9);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("FAIL +cross_border says whether party and sale are of different countries")
                .contains("            S2_ENTITY: ");
    }

    private int verify(ReferenceRun reference, Path root) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                false);
        return Millrace.commandLine(new VerifyCommand(console), console)
                .execute(
                        root.toString(),
                        "--upstream",
                        reference.world().upstream().toString(),
                        "--world",
                        reference.world().world().toString());
    }
}
