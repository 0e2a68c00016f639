package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.testing.SmallWorld;
import io.millrace.job.verify.CheckResult;
import io.millrace.job.verify.Verify;
import io.millrace.job.verify.VerifySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What a start finds of an earlier one that has ended, and what it makes of nothing. */
@ExtendWith(SharedRuns.class)
class PublishedRunITCase {
    @TempDir
    Path runs;

    @Test
    void aPublishedRunIsFoundAndNoFileOfItIsTouched(ReferenceRun reference) throws Exception {
        Path root = copy(reference);
        Map<String, String> before = stamps(root);

        GenerateJob.Outcome outcome = Variation.of(reference.world()).run(runs);

        assertThat(outcome.published()).isEmpty();
        assertThat(outcome.bundleDigest()).isEqualTo(reference.bundleDigest());
        assertThat(stamps(root)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F8")
    void aDamagedRunIsRefusedAndNoFileOfItIsTouched(Damage damage, ReferenceRun reference) throws Exception {
        Path root = copy(reference);
        String place = damage.on(root, reference);
        Map<String, String> before = stamps(root);

        RunException refused = catchThrowableOfType(
                RunException.class, () -> Variation.of(reference.world()).run(runs));

        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.PUBLISHED_RUN_DAMAGED))
                .satisfies(problem -> assertThat(problem.where()).isEqualTo(place));
        assertThat(stamps(root)).isEqualTo(before);
    }

    /** What somebody did to a published run. */
    enum Damage {
        DATA_FILE_GONE_WITH_ITS_LINE {
            @Override
            String on(Path root, ReferenceRun reference) throws IOException {
                String path = RunFiles.ofLedger(root).first();
                Files.delete(root.resolve(path));
                String dataset = path.split("/")[3];
                Files.delete(
                        root.resolve("_ledger/" + dataset + "/" + path.substring(path.lastIndexOf('/') + 1) + ".json"));
                return "_ledger/" + dataset;
            }
        },
        DATA_FILE_CUT {
            @Override
            String on(Path root, ReferenceRun reference) throws IOException {
                String path = RunFiles.ofLedger(root).first();
                byte[] bytes = Files.readAllBytes(root.resolve(path));
                Files.write(root.resolve(path), java.util.Arrays.copyOf(bytes, bytes.length - 1));
                return path;
            }
        },
        DATA_FILE_GONE {
            @Override
            String on(Path root, ReferenceRun reference) throws IOException {
                String path = RunFiles.ofLedger(root).last();
                Files.delete(root.resolve(path));
                return path;
            }
        },
        FILE_THAT_NO_LINE_NAMES {
            @Override
            String on(Path root, ReferenceRun reference) throws IOException {
                String path = RunFiles.ofLedger(root).first();
                String late = path.replaceFirst("part-1-[0-9]+-", "part-1-999-");
                Files.copy(root.resolve(path), root.resolve(late));
                return late;
            }
        },
        BUNDLE_MEMBER_CHANGED {
            @Override
            String on(Path root, ReferenceRun reference) throws IOException {
                Path member = bundle(root, reference).resolve("rng_trace_log.jsonl");
                Files.writeString(
                        member, Files.readString(member).replaceFirst("\"matches\":true", "\"matches\":false"));
                return "validation_6B/rng_trace_log.jsonl";
            }
        },
        BUNDLE_MEMBER_GONE {
            @Override
            String on(Path root, ReferenceRun reference) throws IOException {
                Files.delete(bundle(root, reference).resolve("s5_validation_report_6B.json"));
                return "validation_6B/s5_validation_report_6B.json";
            }
        },
        FLAG_OF_ANOTHER_RUN {
            @Override
            String on(Path root, ReferenceRun reference) throws IOException {
                Files.writeString(
                        bundle(root, reference).resolve(ValidationBundle.FLAG),
                        "sha256_hex = " + "0".repeat(64) + "\n");
                return "validation_6B/_passed.flag";
            }
        };

        /** @return the place that must be named */
        abstract String on(Path root, ReferenceRun reference) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F10")
    void aRunThatEndedBeforeItsFlagIsPublishedFromItsLedger(Crash crash, ReferenceRun reference) throws Exception {
        Path root = copy(reference);
        Files.delete(bundle(root, reference).resolve(ValidationBundle.FLAG));
        if (crash == Crash.BEFORE_THE_BUNDLE) {
            RunFiles.remove(bundle(root, reference));
        }
        SortedSet<String> data = RunFiles.ofLedger(root);

        GenerateJob.Outcome outcome = Variation.of(reference.world()).run(runs);

        assertThat(outcome.published()).isPresent();
        assertThat(outcome.bundleDigest()).isEqualTo(reference.bundleDigest());
        assertThat(ReferenceRun.manifest(root, reference.identity())).isEqualTo(reference.manifest());
        assertThat(new Ledger(root).attempts()).as("no new start of the job").isEqualTo(1);
        assertThat(RunFiles.ofDatasets(root)).isEqualTo(data);
    }

    /** When the process ended. */
    enum Crash {
        BEFORE_THE_BUNDLE,
        BEFORE_THE_FLAG
    }

    @Test
    @Tag("F8")
    void aFileThatWasLostBeforeTheFlagIsNamed(ReferenceRun reference) throws Exception {
        Path root = copy(reference);
        Files.delete(bundle(root, reference).resolve(ValidationBundle.FLAG));
        String lost = RunFiles.ofLedger(root).first();
        Files.delete(root.resolve(lost));

        RunException refused = catchThrowableOfType(
                RunException.class, () -> Variation.of(reference.world()).run(runs));

        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.problems())
                .extracting(Problem::code, Problem::where)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(ErrorCode.COMMITTED_FILE_DAMAGED, lost));
    }

    @Test
    void aWorldWithoutArrivalsIsPublishedAndVerified(@TempDir Path folder) throws Exception {
        SmallWorld world = SmallWorld.empty(folder);

        GenerateJob.Outcome outcome = Variation.of(world).parallelism(2).run(runs);

        JsonNode manifest = new ObjectMapper().readTree(ReferenceRun.manifest(outcome.runRoot(), outcome.identity()));
        assertThat(manifest.required("datasets")).hasSize(5).allSatisfy(dataset -> {
            assertThat(dataset.required("rows").asLong()).isZero();
            assertThat(dataset.required("row_digest").asString()).isEqualTo("0".repeat(32));
        });
        assertThat(manifest.required("parity"))
                .allSatisfy(equation ->
                        assertThat(equation.required("holds").asBoolean()).isTrue());
        assertThat(Verify.run(VerifySettings.of(outcome.runRoot(), world.upstream())))
                .filteredOn(result -> !result.checkId().equals("arrivals_unchanged"))
                .extracting(CheckResult::status)
                .hasSize(51)
                .containsOnly(CheckResult.Status.PASS);
        assertThat(Variation.of(world).run(runs).published())
                .as("found by the next start")
                .isEmpty();
    }

    private Path copy(ReferenceRun reference) {
        return RunFiles.copy(reference.root(), runs.resolve(reference.identity().runId()));
    }

    private static Path bundle(Path root, ReferenceRun reference) {
        return root.resolve(ValidationBundle.folder(reference.identity()));
    }

    /** Everything but the lock of the gate, which is taken anew at every start. */
    private static Map<String, String> stamps(Path root) {
        Map<String, String> stamps = RunFiles.stamps(root);
        stamps.keySet().remove(".lock");
        return stamps;
    }
}
