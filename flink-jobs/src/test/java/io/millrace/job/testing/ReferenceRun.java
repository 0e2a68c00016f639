package io.millrace.job.testing;

import io.millrace.job.sinks.parquet.ParquetFooters;
import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.job.topology.GenerateJob;
import io.millrace.job.topology.JobSettings;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.SchemaStore;
import io.millrace.run.GateRequest;
import io.millrace.run.GateResult;
import io.millrace.run.IndexFacts;
import io.millrace.run.RunIdentity;
import io.millrace.run.RunManifest;
import io.millrace.testing.PolicyFiles;
import io.millrace.world.EntityIndex;
import io.millrace.world.EntityIndexInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The run that others are compared with: the small world, one task per stage, no fault, no restart. Whoever gets it may
 * read its files and must not touch them.
 *
 * @param manifest bytes of the layout-free run manifest
 */
public record ReferenceRun(SmallWorld world, RunIdentity identity, Path root, String bundleDigest, String manifest) {
    /** Settings of the reference. */
    public static final JobSettings SETTINGS =
            new JobSettings(1, JobSettings.BUCKETS, JobSettings.SLAB_ROWS, Duration.ofSeconds(10));

    static ReferenceRun make(SmallWorld world, Path runs) throws Exception {
        GenerateJob.Outcome outcome = new GenerateJob(request(world, runs), SETTINGS, SinkEncoding.COMPACT, new Quiet())
                .run()
                .orElseThrow();
        return new ReferenceRun(
                world,
                outcome.identity(),
                outcome.runRoot(),
                outcome.bundleDigest(),
                manifest(outcome.runRoot(), outcome.identity()));
    }

    /** What the command line would ask the gate. */
    public static GateRequest request(SmallWorld world, Path runs) {
        return new GateRequest(
                new GateRequest.Places(
                        PolicyFiles.root().resolve("config"), world.world(), Optional.of(world.upstream()), runs),
                new GateRequest.Wanted(OptionalLong.empty(), Optional.empty()),
                List.of(),
                GateRequest.Mode.SEAL,
                tools());
    }

    /** Readers and checks as the command line has them, but for the linter. */
    static GateRequest.Tools tools() {
        return new GateRequest.Tools(
                () -> SchemaStore.shipped().unresolved(),
                PolicyPacks::read,
                Optional.empty(),
                new ParquetFooters(),
                Optional.of(ReferenceRun::indexFacts),
                System::nanoTime);
    }

    private static IndexFacts indexFacts(Path file) {
        EntityIndexInfo info = EntityIndex.info(file);
        return new IndexFacts(
                info.axes().manifestFingerprint(), info.axes().seed(), info.count("parties"), info.tokens());
    }

    /** Text of the run manifest of a published run. */
    public static String manifest(Path runRoot, RunIdentity identity) throws IOException {
        return Files.readString(
                runRoot.resolve(ValidationBundle.folder(identity)).resolve(RunManifest.FILE));
    }

    /** Watches and says nothing. */
    public static class Quiet implements GenerateJob.Watcher {
        @Override
        public void sealed(GateResult gate) {}

        @Override
        public void started(int attempt, Optional<Ledger.Point> resumed, long arrivals) {}

        @Override
        public void progressed(long arrivals, long eventMicros) {}

        @Override
        public void publishing() {}
    }
}
