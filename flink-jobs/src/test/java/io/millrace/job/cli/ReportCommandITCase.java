package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.testing.DoctoredRun;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SharedRuns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The page holds what the run holds, and the command leaves alone what is not its own. */
@ExtendWith(SharedRuns.class)
class ReportCommandITCase {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BYTES_MAX = 5_000_000;

    @TempDir
    private static Path folder;

    private static ReportPages report;

    @BeforeAll
    static void make(ReferenceRun reference) {
        report = ReportPages.of(reference, folder);
    }

    @Test
    void thePageIsWrittenAndTheCommandSaysWhere() throws Exception {
        assertThat(report.said().exit()).as(report.said().err()).isZero();
        assertThat(report.said().out()).contains("report in " + report.page()).contains("18 results, ");
        assertThat(report.said().err()).contains("no scorecard is kept with the run: it is measured now");
        assertThat(Files.size(report.page())).isBetween(1_000_000L, BYTES_MAX);
    }

    @Test
    void everyPictureAddsUpToTheManifest(ReferenceRun reference) throws Exception {
        Map<String, Long> rows = new TreeMap<>();
        JSON.readTree(reference.manifest())
                .required("datasets")
                .forEach(dataset -> rows.put(
                        dataset.required("dataset_id").asString(),
                        dataset.required("rows").asLong()));
        long arrivals = rows.get("s1_arrival_entities_6B");
        long events = rows.get("s2_event_stream_baseline_6B");

        for (Map.Entry<String, Long> dataset : rows.entrySet()) {
            for (String query : List.of("data_sets", "days", "commits")) {
                assertThat(report.sum(query, "rows", "dataset_id", dataset.getKey()))
                        .as(query + " " + dataset.getKey())
                        .isEqualTo(dataset.getValue());
            }
        }
        assertThat(weeks("ALL", "ALL")).isEqualTo(arrivals);
        assertThat(weeks("ALL", "POS") + weeks("ALL", "ECOM") + weeks("ALL", "ATM") + weeks("ALL", "BANK_RAIL"))
                .isEqualTo(arrivals);
        assertThat(total("day", "arrivals")).isEqualTo(arrivals);
        assertThat(total("countries", "arrivals")).isEqualTo(arrivals);
        assertThat(total("inequality", "arrivals")).isEqualTo(2 * arrivals);
        assertThat(total("sessions", "sessions")).isEqualTo(rows.get("s1_session_index_6B"));
        assertThat(total("amounts", "flows")).isEqualTo(arrivals);
        assertThat(report.sum("life_cycle", "flows", "step", 1)).isEqualTo(arrivals);
        assertThat(report.sum("life_cycle", "flows", "step", 2)).isEqualTo(arrivals);
        assertThat(report.sum("stages", "flows", "stage", "requested")).isEqualTo(arrivals);
        assertThat(total("stages", "flows")).isEqualTo(events);
        assertThat(total("declines", "declines")).isEqualTo(report.sum("stages", "flows", "stage", "declined"));
        assertThat(report.sum("delays", "flows", "wait", "refund after clearing"))
                .isEqualTo(report.sum("stages", "flows", "stage", "refunded"));
    }

    @Test
    void theScorecardIsTheOneOfVerify(ReferenceRun reference) throws Exception {
        Said verify = ReportPages.millrace(reference, "verify", report.run(), "--realism", "--json");
        assertThat(report.numbers().required("card")).isEqualTo(JSON.readTree(verify.out()));
    }

    @Test
    void drawsAndChecksAreThoseOfTheBundle(ReferenceRun reference) throws Exception {
        JsonNode story = report.numbers().required("story");
        assertThat(story.required("manifest")).isEqualTo(JSON.readTree(reference.manifest()));
        assertThat(story.required("bundle_digest").asString()).isEqualTo(reference.bundleDigest());
        assertThat(story.required("draws").size())
                .isEqualTo(story.required("manifest").required("rng").size());
        assertThat(story.required("attempts").size()).isEqualTo(1);
    }

    /** A verdict is kept by the digest of what it judged. */
    @Test
    void theKeptVerdictIsShownWhenItIsOfTheseRows(ReferenceRun reference) throws Exception {
        assertThat(report.numbers().required("story").required("verdict").isNull())
                .isTrue();
        for (String digest : List.of(reference.bundleDigest(), "0".repeat(64))) {
            Path kept = report.run().resolve("reports/verify.json");
            Files.writeString(
                    kept,
                    "{\"bundle_digest\":\"" + digest
                            + "\",\"checks\":[{\"title\":\"Keys.\",\"status\":\"PASS\",\"violations\":0,\"sample\":\"\"}]}");
            Path page = folder.resolve("verdict.html");
            assertThat(ReportPages.report(reference, report.run(), "--out", page.toString())
                            .exit())
                    .isZero();
            Files.delete(kept);
            JsonNode verdict = new ReportPages(report.said(), report.run(), page)
                    .numbers()
                    .required("story")
                    .required("verdict");
            assertThat(verdict.isNull()).isEqualTo(!digest.equals(reference.bundleDigest()));
        }
    }

    @Test
    void anOlderReportIsReplacedAndAnythingElseIsLeftAlone(ReferenceRun reference) throws Exception {
        Path page = folder.resolve("again.html");
        Files.writeString(page, "my notes");
        Said refused = ReportPages.report(reference, report.run(), "--out", page.toString());
        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.problems())
                .singleElement()
                .asString()
                .isEqualTo("IO_WRITE_CONFLICT: " + page + ": must be free, or an older report of Millrace, was another"
                        + " file; name a file that is free: --out");
        assertThat(page).hasContent("my notes");

        Files.copy(report.page(), page, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(ReportPages.report(reference, report.run(), "--no-card", "--out", page.toString())
                        .exit())
                .isZero();
        assertThat(Files.readString(page)).isEqualTo(report.html());
    }

    @Test
    void aRunThatIsNotPublishedHasNoReport(ReferenceRun reference) throws Exception {
        Path run = DoctoredRun.of(reference, folder.resolve("unfinished")).root();
        ReportPages.withdraw(run);
        Said said = ReportPages.report(reference, run);
        assertThat(said.exit()).isEqualTo(5);
        assertThat(said.problems())
                .singleElement()
                .asString()
                .startsWith("PUBLISHED_RUN_DAMAGED: run ")
                .contains("must be published, was unfinished");
        assertThat(run.resolve("reports/report.html")).doesNotExist();
    }

    @Test
    void aRunThatIsNotThereIsTold() {
        Said said = Said.millrace("report", "0123", "--runs", folder.toString());
        assertThat(said.exit()).isEqualTo(7);
        assertThat(said.err()).startsWith("IO_READ_FAILED: 0123: must be the folder of a run");
    }

    private static long weeks(String country, String channel) throws Exception {
        JsonNode week = report.numbers().required("queries").required("week");
        JsonNode values = week.required("values");
        long sum = 0;
        for (int row = 0; row < values.get(0).size(); row++) {
            if (values.get(0).get(row).asString().equals(country)
                    && values.get(1).get(row).asString().equals(channel)) {
                sum += values.get(4).get(row).asLong();
            }
        }
        return sum;
    }

    private static long total(String query, String column) throws Exception {
        JsonNode result = report.numbers().required("queries").required(query);
        long sum = 0;
        for (int place = 0; place < result.required("columns").size(); place++) {
            if (result.required("columns").get(place).asString().equals(column)) {
                for (JsonNode value : result.required("values").get(place)) {
                    sum += value.asLong();
                }
            }
        }
        return sum;
    }
}
