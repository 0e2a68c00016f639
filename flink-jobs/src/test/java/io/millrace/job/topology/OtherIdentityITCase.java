package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.parquet.FooterKeys;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.RestorePoint;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.testing.SmallWorld;
import io.millrace.run.GateRequest;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint of one world, policy, seed or law restored by a program of another: refused, with what differs. */
@ExtendWith(SharedRuns.class)
class OtherIdentityITCase {
    @TempDir
    Path folder;

    private Path runs;

    @BeforeEach
    void reset() {
        BreakOnce.reset();
        runs = folder.resolve("runs");
    }

    @Test
    void anotherPolicyIsNamed(ReferenceRun reference) throws Exception {
        Path config = RunFiles.copy(PolicyFiles.root().resolve("config"), folder.resolve("config"));
        Path policy = config.resolve("layer3/6B/attachment_policy_6B.yaml");
        String before = Files.readString(policy);
        String after = before.replace("p_switch_on_retry: { ECOM: 0.08", "p_switch_on_retry: { ECOM: 0.09");
        assertThat(after).isNotEqualTo(before);
        Files.writeString(policy, after);

        refused(reference, reference.world(), config, FooterKeys.PARAMETER_HASH);
    }

    @Test
    void anotherEntityIndexIsNamed(ReferenceRun reference) throws Exception {
        SmallWorld world = SmallWorld.busyParty(folder.resolve("world"));

        refused(reference, world, PolicyFiles.root().resolve("config"), FooterKeys.SEALED_INPUTS_DIGEST);
    }

    /** Against the state of a real checkpoint; laws and seeds are the program's and the world's own. */
    @Test
    void eachPartOfTheIdentityCounts(ReferenceRun reference) throws Exception {
        Path root = cancelMidway(reference);
        RestorePoint point =
                RestorePoint.read(RetainedCheckpoints.newest(root).orElseThrow().folder());
        SortedMap<String, String> identity = point.mark().orElseThrow().identity();
        for (String key : List.of(
                FooterKeys.SEED,
                FooterKeys.PARAMETER_HASH,
                FooterKeys.MANIFEST_FINGERPRINT,
                FooterKeys.SCENARIO_ID,
                FooterKeys.SEALED_INPUTS_DIGEST)) {
            assertThat(identity).containsKey(key);
            assertDiffers(point, root, key, "other", key + " must be other, was " + identity.get(key));
        }
        assertDiffers(
                point,
                root,
                FooterKeys.LAWS,
                identity.get(FooterKeys.LAWS).replace("\"timing_policy_6B\":1", "\"timing_policy_6B\":2"),
                "millrace.laws.timing_policy_6B must be 2, was 1;");
    }

    private static void assertDiffers(RestorePoint point, Path root, String key, String value, String told) {
        TreeMap<String, String> identity =
                new TreeMap<>(point.mark().orElseThrow().identity());
        identity.put(key, value);

        RunException refused = catchThrowableOfType(
                RunException.class, () -> point.requireFits(new Ledger(root), identity, JobSettings.BUCKETS));

        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.RUN_IDENTITY_MISMATCH);
            assertThat(problem.text()).contains(told);
        });
    }

    /** In a run folder of its own, since other inputs are another run, and in that of the checkpoint. */
    private void refused(ReferenceRun reference, SmallWorld world, Path config, String key) throws IOException {
        Path root = cancelMidway(reference);
        Path checkpoint = RetainedCheckpoints.newest(root).orElseThrow().folder();
        Map<String, String> before = RunFiles.stamps(root);
        Path others = folder.resolve("others");

        RunException refused = catchThrowableOfType(
                RunException.class, () -> Variation.of(folders -> with(ReferenceRun.request(world, folders), config))
                        .startingAt(new StartPoint(Optional.of(checkpoint), StartPoint.Living.REFUSE))
                        .run(others));

        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.problems()).extracting(Problem::code).containsOnly(ErrorCode.RUN_IDENTITY_MISMATCH);
        assertThat(refused).hasMessageContaining(key + " must be ");
        assertThat(RunFiles.stamps(root)).isEqualTo(before);
        assertThat(RunFiles.named(others, ".*[.]parquet"))
                .filteredOn(file -> file.toString().contains("/s1_"))
                .isEmpty();
    }

    private static GateRequest with(GateRequest request, Path config) {
        GateRequest.Places places = request.places();
        return new GateRequest(
                new GateRequest.Places(config, places.world(), places.upstream(), places.runsRoot()),
                request.wanted(),
                request.requiredSegments(),
                request.mode(),
                request.tools());
    }

    private Path cancelMidway(ReferenceRun reference) {
        GenerateJob.Watcher impatient = new ReferenceRun.Quiet() {
            @Override
            public void progressed(long arrivals, long eventMicros) {
                if (BreakOnce.stuck.getCount() == 0) {
                    throw new IllegalStateException("seen enough");
                }
            }
        };
        assertThat(catchThrowable(() -> Variation.of(reference.world())
                        .checkpointsEvery(Duration.ofMillis(20))
                        .broken(Fault.STUCK_AFTER_CHECKPOINTS)
                        .watchedBy(impatient)
                        .run(runs)))
                .hasMessage("seen enough");
        return runs.resolve(reference.identity().runId());
    }
}
