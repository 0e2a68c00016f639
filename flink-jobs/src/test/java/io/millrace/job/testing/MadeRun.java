package io.millrace.job.testing;

import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.topology.GenerateJob;
import io.millrace.run.GateRequest;
import io.millrace.run.RunIdentity;
import io.millrace.testing.PolicyFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A published run of a world of our own that was made on the fly: the world tiny, three days, one task per stage. Whoever
 * gets it may read its files and must not touch them.
 */
public record MadeRun(RunIdentity identity, Path root) {
    public static final String SCENARIO = "baseline_20260101_3d";
    public static final long SEED = 42;

    private static final String SPEC = "tiny";

    /** Makes one of another seed, for those who need two. */
    public static MadeRun make(long seed, Path runs) throws Exception {
        GenerateJob.Outcome outcome = new GenerateJob(
                        request(SPEC, seed, SCENARIO, runs),
                        ReferenceRun.SETTINGS,
                        SinkEncoding.COMPACT,
                        new ReferenceRun.Quiet())
                .run()
                .orElseThrow();
        return new MadeRun(outcome.identity(), outcome.runRoot());
    }

    /**
     * What the command line would ask the gate for a run without any world on disk.
     *
     * @param spec of {@code config/world}
     */
    public static GateRequest request(String spec, long seed, String scenario, Path runs) {
        return new GateRequest(
                new GateRequest.Places(
                        PolicyFiles.root().resolve("config"), runs.resolve("no-world"), Optional.empty(), runs),
                new GateRequest.Wanted(OptionalLong.of(seed), Optional.of(scenario)),
                List.of(),
                GateRequest.Mode.SEAL,
                ReferenceRun.tools(),
                Optional.of(spec));
    }
}
