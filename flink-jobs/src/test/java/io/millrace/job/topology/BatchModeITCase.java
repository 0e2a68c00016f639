package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedRuns;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.ExecutionOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same graph as a batch job: sorted by key between stages, no checkpoint, all committed at the end. */
@ExtendWith(SharedRuns.class)
class BatchModeITCase {
    @TempDir
    Path runs;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Tag("F20")
    void batchModeChangesNoByteOfTheManifest(int tasks, ReferenceRun reference) throws Exception {
        GenerateJob.Outcome outcome = Variation.of(reference.world())
                .parallelism(tasks)
                .checkpointsEvery(Duration.ofMillis(100))
                .flink(settings -> settings.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH))
                .run(runs);

        Ledger ledger = new Ledger(outcome.runRoot());
        assertThat(ledger.valid(ledger.attempts()))
                .as("in force: a streaming job of these settings commits in many checkpoints")
                .extracting(LedgerEntry::checkpointId)
                .containsOnly(1L);
        assertThat(ReferenceRun.manifest(outcome.runRoot(), outcome.identity())).isEqualTo(reference.manifest());
        assertThat(outcome.bundleDigest()).isEqualTo(reference.bundleDigest());
        assertThat(RunFiles.ofDatasets(outcome.runRoot())).isEqualTo(RunFiles.ofLedger(outcome.runRoot()));
    }
}
