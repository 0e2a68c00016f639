package io.millrace.job.topology;

import io.millrace.job.testing.GoldenText;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.testing.SmallWorld;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The rows themselves: a law that was changed without meaning to shows here first. */
@ExtendWith(SharedRuns.class)
class GoldenDigestsITCase {
    @Test
    void everyDatasetOfTheSmallWorldHasItsReviewedRows(ReferenceRun reference) throws Exception {
        GoldenText.of("digests-small.txt").isEqualTo(digests(reference.manifest()));
    }

    /** Minutes instead of seconds; {@code ./millrace test --soak} runs it. */
    @Test
    @Tag("soak")
    void everyDatasetOfTheSampleHasItsReviewedRows(@TempDir Path folder) throws Exception {
        SmallWorld sample = SmallWorld.wholeSample(folder);
        GoldenText.of("digests-sample.txt")
                .isEqualTo(digests(Variation.of(sample).parallelism(2).manifest(folder.resolve("runs"))));
    }

    /** One line per dataset: id, rows, row digest. */
    private static String digests(String manifest) {
        StringBuilder text = new StringBuilder();
        for (JsonNode dataset : new ObjectMapper().readTree(manifest).required("datasets")) {
            text.append("%-28s %7d %s\n"
                    .formatted(
                            dataset.required("dataset_id").asString(),
                            dataset.required("rows").asLong(),
                            dataset.required("row_digest").asString()));
        }
        return text.toString();
    }
}
