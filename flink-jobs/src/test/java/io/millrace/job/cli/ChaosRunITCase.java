package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.testing.DoctoredRun;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedRuns;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The judge of the chaos suite: each thing that a fault may leave behind is seen. */
@ExtendWith(SharedRuns.class)
class ChaosRunITCase {
    private static final String ANCHORS = "data/layer3/6B/s2_flow_anchor_baseline_6B";

    @TempDir
    private Path runs;

    private DoctoredRun copy;
    private ChaosRun run;

    @BeforeEach
    void copy(ReferenceRun reference) {
        copy = DoctoredRun.of(reference, runs);
        run = new ChaosRun(runs);
    }

    @Test
    void aSoundRunHasNothingToTell() throws Exception {
        assertThat(run.isPublished()).isTrue();
        assertThat(run.finding(ChaosRun.Depth.QUERIES)).isEmpty();
        assertThat(run.orphans()).isZero();
        assertThat(run.hasManifestOf(run.manifest())).isTrue();
        assertThat(run.isUnfinished(run.arrivals() + 1)).as("published").isFalse();
    }

    @Test
    void aPartThatNoLedgerLineNamesIsAnOrphanHiddenOrNot() throws Exception {
        Path part = firstPart();
        Files.copy(part, part.resolveSibling("part-0009-9-0-0.parquet"));
        Files.copy(part, part.resolveSibling(".part-0009-9-0-1.parquet.inprogress"));

        assertThat(run.orphans()).isEqualTo(2);
    }

    @Test
    void rowsThatAreThereTwiceAreFound() throws Exception {
        copy.rows("s2_flow_anchor_baseline_6B", "SELECT * FROM part UNION ALL SELECT * FROM part");

        assertThat(run.finding(ChaosRun.Depth.QUERIES)).contains("s2_flow_anchor_baseline_6B");
    }

    @Test
    void aLostFileIsFound() throws Exception {
        Path part = firstPart();
        Files.delete(part);

        assertThat(run.finding(ChaosRun.Depth.QUERIES))
                .contains(part.getFileName().toString());
    }

    @Test
    void oneOtherByteInTheManifestIsAnotherRun() throws Exception {
        byte[] golden = run.manifest();
        golden[golden.length / 2] ^= 1;

        assertThat(run.hasManifestOf(golden)).isFalse();
    }

    @Test
    void momentsOfAFolderWithoutARunAreEmpty() throws Exception {
        ChaosRun none = new ChaosRun(runs.resolve("none"));

        assertThat(none.root()).isEmpty();
        assertThat(none.committedFiles()).isZero();
        assertThat(none.olderCheckpoint()).isEmpty();
        assertThat(run.committedFiles())
                .isEqualTo(RunFiles.ofLedger(copy.root()).size());
    }

    private Path firstPart() {
        return RunFiles.named(copy.root().resolve(ANCHORS), "part-.*[.]parquet").get(0);
    }
}
