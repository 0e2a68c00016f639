package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.testing.SmallWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** One world, run in many ways: the run manifest has the same bytes each time. */
@ExtendWith(SharedRuns.class)
class GenerateInvarianceITCase {
    @TempDir
    Path runs;

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void parallelismChangesNoByte(int tasks, ReferenceRun reference) throws Exception {
        assertThat(Variation.of(reference.world()).parallelism(tasks).manifest(runs))
                .isEqualTo(reference.manifest());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void slabSizeChangesNoByte(int rows, ReferenceRun reference) throws Exception {
        assertThat(Variation.of(reference.world()).slabRows(rows).parallelism(2).manifest(runs))
                .isEqualTo(reference.manifest());
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 300})
    void theNumberOfKeyBucketsChangesNoByte(int buckets, ReferenceRun reference) throws Exception {
        assertThat(Variation.of(reference.world())
                        .buckets(buckets)
                        .parallelism(2)
                        .manifest(runs))
                .isEqualTo(reference.manifest());
    }

    @Test
    @Tag("F19")
    void copyingEverySlabBetweenOperatorsChangesNoByte(ReferenceRun reference) throws Exception {
        assertThat(Variation.of(reference.world())
                        .flink(settings -> settings.set(PipelineOptions.OBJECT_REUSE, false))
                        .parallelism(2)
                        .manifest(runs))
                .isEqualTo(reference.manifest());
    }

    @Test
    void oddCharactersInPathsChangeNoByte(ReferenceRun reference) throws Exception {
        Path odd = runs.resolve("a b%20\u00fc#1");
        assertThat(Variation.of(reference.world()).parallelism(2).manifest(odd)).isEqualTo(reference.manifest());
        try (Stream<Path> beside = Files.list(runs)) {
            assertThat(beside).as("nothing is written beside the named folder").containsExactly(odd);
        }
    }

    @Test
    @Tag("F17")
    void localeAndTimeZoneOfTheMachineChangeNoByte(ReferenceRun reference) throws Exception {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            // Turkish lower-cases I without its dot; Kolkata is half an hour off every whole offset.
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
            assertThat(Variation.of(reference.world()).parallelism(2).manifest(runs))
                    .isEqualTo(reference.manifest());
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void frequentCheckpointsChangeFilesAndNoByteOfTheManifest(ReferenceRun reference) throws Exception {
        GenerateJob.Outcome often = Variation.of(reference.world())
                .checkpointsEvery(Duration.ofMillis(50))
                .parallelism(2)
                .run(runs);

        assertThat(ReferenceRun.manifest(often.runRoot(), often.identity())).isEqualTo(reference.manifest());
        assertThat(entries(often.runRoot()))
                .hasSizeGreaterThan(entries(reference.root()).size());
    }

    @Test
    void plainEncodingChangesFilesAndNoByteOfTheManifest(ReferenceRun reference) throws Exception {
        GenerateJob.Outcome plain =
                Variation.of(reference.world()).encoding(SinkEncoding.PLAIN).run(runs);

        assertThat(ReferenceRun.manifest(plain.runRoot(), plain.identity())).isEqualTo(reference.manifest());
        assertThat(bytes(plain.runRoot(), "s2_event_stream_baseline_6B"))
                .isGreaterThan(bytes(reference.root(), "s2_event_stream_baseline_6B"));
    }

    @Test
    @Tag("F18")
    void orderAndFilesOfTheUpstreamArrivalsChangeNoRow(@TempDir Path other, ReferenceRun reference) throws Exception {
        SmallWorld shuffled = SmallWorld.shuffled(other);
        JsonNode manifest = new ObjectMapper()
                .readTree(Variation.of(shuffled).parallelism(2).manifest(runs));
        JsonNode expected = new ObjectMapper().readTree(reference.manifest());

        assertThat(RunFiles.digests(shuffled.world().resolve("data")))
                .isEqualTo(RunFiles.digests(reference.world().world().resolve("data")));
        // The seal names the source files, so it and what holds it may differ; rows, draws and sums may not.
        for (String part : List.of("run_id", "datasets", "rng", "tables_digest", "laws", "horizon_end_us")) {
            assertThat(manifest.required(part)).as(part).isEqualTo(expected.required(part));
        }
        assertThat(manifest.required("sealed_inputs_digest_6B"))
                .isNotEqualTo(expected.required("sealed_inputs_digest_6B"));
    }

    private static List<LedgerEntry> entries(Path runRoot) {
        Ledger ledger = new Ledger(runRoot);
        return ledger.valid(ledger.attempts());
    }

    private static long bytes(Path runRoot, String datasetId) {
        return entries(runRoot).stream()
                .filter(entry -> entry.datasetId().equals(datasetId))
                .mapToLong(LedgerEntry::sizeBytes)
                .sum();
    }
}
