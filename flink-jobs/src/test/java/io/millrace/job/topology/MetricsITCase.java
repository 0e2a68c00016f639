package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.job.metrics.RunMetric;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.testing.MetricsPage;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SharedRuns;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A running job, scraped over loopback while it stands still behind its second checkpoint. */
@ExtendWith(SharedRuns.class)
class MetricsITCase {
    private static final Pattern SAMPLE = Pattern.compile("^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final int TASKS = 2;

    @TempDir
    static Path runs;

    private static ReferenceRun reference;
    private static List<Sample> samples;

    /** One line of the endpoint. */
    private record Sample(String name, Map<String, String> labels, double value) {
        String label(String key) {
            return labels.getOrDefault(key, "");
        }
    }

    @BeforeAll
    static void scrapeARunningJob(ReferenceRun shared) throws IOException {
        reference = shared;
        BreakOnce.reset();
        int port = freePort();
        List<Sample> scraped = new ArrayList<>();
        GenerateJob.Watcher scraper = new ReferenceRun.Quiet() {
            @Override
            public void progressed(long arrivals, long eventMicros) {
                if (BreakOnce.stuck.getCount() == 0) {
                    scraped.addAll(scrape(port));
                    throw new Seen();
                }
            }
        };
        Throwable end = catchThrowable(() -> Variation.of(reference.world())
                .parallelism(TASKS)
                .slabRows(16)
                .checkpointsEvery(Duration.ofMillis(100))
                .metricsPort(port)
                .broken(Fault.STUCK_AFTER_CHECKPOINTS)
                .watchedBy(scraper)
                .run(runs));
        assertThat(end).isInstanceOf(Seen.class);
        samples = List.copyOf(scraped);
    }

    @Test
    void everyNameOfThePageIsThere() throws IOException {
        assertThat(samples).extracting(Sample::name).containsAll(MetricsPage.names());
    }

    @Test
    void everyMetricOfOursIsOnThePage() throws IOException {
        assertThat(samples)
                .extracting(Sample::name)
                .filteredOn(name -> name.contains("_millrace_"))
                .isSubsetOf(MetricsPage.names());
    }

    @Test
    void everyLineNamesTheRunAndNoLineNamesTheTask() {
        assertThat(samples)
                .filteredOn(sample -> sample.name().contains("_millrace_"))
                .isNotEmpty()
                .allSatisfy(sample -> {
                    assertThat(sample.label("job_name"))
                            .isEqualTo(
                                    "millrace_generate_" + reference.identity().runId());
                    assertThat(sample.labels()).doesNotContainKey("task_name");
                });
    }

    @Test
    void lawsAreUnbrokenAndCountedFromTheStart() {
        assertThat(of(RunMetric.LATE_ROWS)).hasSize(TASKS).allSatisfy(sample -> assertThat(sample.value())
                .isZero());
        assertThat(of(RunMetric.VIOLATIONS))
                .extracting(sample -> sample.label("operator_name"))
                .contains("attach", "sessionise", "flows", "sink_s1_arrival_entities:_Committer");
        assertThat(of(RunMetric.VIOLATIONS))
                .allSatisfy(sample -> assertThat(sample.value()).isZero());
    }

    @Test
    void arrivalsEventTimeAndStateAreThoseOfTheStage() {
        assertThat(sum(RunMetric.ARRIVALS_ATTACHED)).isPositive();
        List<LedgerEntry> arrivals = new Ledger(reference.root())
                .all().stream()
                        .filter(entry -> entry.datasetId().equals(SlabKind.SESSIONED.datasetId()))
                        .toList();
        double first =
                arrivals.stream().mapToLong(LedgerEntry::tsMinMicros).min().orElseThrow() / 1e6;
        double last =
                arrivals.stream().mapToLong(LedgerEntry::tsMaxMicros).max().orElseThrow() / 1e6;
        // A subtask whose reader has not begun an hour yet has no watermark; the first one is the start of an hour.
        assertThat(of(RunMetric.EVENT_TIME)).hasSize(TASKS).anySatisfy(sample -> assertThat(sample.value())
                .isBetween(first - 3_600, last));
        assertThat(sum(RunMetric.PENDING_ROWS) + sum(RunMetric.OPEN_SESSIONS)).isPositive();
        assertThat(sum(RunMetric.PENDING_DECLINES)).isLessThanOrEqualTo(sum(RunMetric.OPEN_SESSIONS));
        assertThat(of(RunMetric.STATE))
                .extracting(sample -> sample.label("operator_name"))
                .containsOnly("sessionise", "flows");
        assertThat(sum(RunMetric.STATE))
                .isGreaterThanOrEqualTo(53 * sum(RunMetric.OPEN_SESSIONS) + 80 * sum(RunMetric.PENDING_DECLINES));
    }

    @Test
    void rowsAreWrittenThenClosedThenCommittedAndTheLedgerSaysSo() {
        Map<String, Double> written = byDataset(RunMetric.ROWS_WRITTEN);
        Map<String, Double> closed = byDataset(RunMetric.ROWS_CLOSED);
        Map<String, Double> committed = byDataset(RunMetric.ROWS_COMMITTED);
        assertThat(written.keySet()).hasSize(6).contains("s1_arrival_entities_6B", "stage_accounting_6B");
        written.forEach((dataset, rows) -> {
            assertThat(closed.get(dataset)).as(dataset).isLessThanOrEqualTo(rows);
            assertThat(committed.get(dataset)).as(dataset).isLessThanOrEqualTo(closed.get(dataset));
        });
        Map<String, Long> ledger = new Ledger(runs.resolve(reference.identity().runId()))
                .all().stream()
                        .collect(Collectors.groupingBy(
                                LedgerEntry::datasetId, TreeMap::new, Collectors.summingLong(LedgerEntry::rows)));
        assertThat(ledger).isNotEmpty();
        // Tasks that were cancelled after the scrape may have committed one checkpoint more.
        ledger.forEach((dataset, rows) ->
                assertThat(committed.get(dataset)).as(dataset).isLessThanOrEqualTo(rows));
        assertThat(committed.get("s1_arrival_entities_6B")).isPositive();
        assertThat(sum(RunMetric.BYTES_COMMITTED)).isGreaterThan(sum(RunMetric.FILES_COMMITTED));
        assertThat(sum(RunMetric.FILES_COMMITTED)).isLessThanOrEqualTo(sum(RunMetric.FILES_CLOSED));
        assertThat(sum(RunMetric.FILES_RECOVERED)).isZero();
        assertThat(sum(RunMetric.OPEN_FILES)).isNotNegative();
        assertThat(sum(RunMetric.OPEN_FILE_BYTES)).isNotNegative();
    }

    @Test
    void theLastCommitWasJustNow() {
        double now = System.currentTimeMillis() / 1e3;
        assertThat(of(RunMetric.LAST_COMMIT)).hasSize(6 * TASKS).allSatisfy(sample -> assertThat(sample.value())
                .isBetween(now - 600, now));
    }

    @Test
    void checkpointsAreCountedByFlink() {
        assertThat(value("flink_jobmanager_job_numberOfCompletedCheckpoints")).isGreaterThanOrEqualTo(2);
        assertThat(value("flink_jobmanager_job_lastCheckpointDuration")).isNotNegative();
        assertThat(value("flink_jobmanager_job_lastCheckpointFullSize")).isPositive();
        assertThat(value("flink_jobmanager_job_numRestarts")).isZero();
        assertThat(value("flink_jobmanager_numRunningJobs")).isEqualTo(1);
    }

    private static List<Sample> of(RunMetric metric) {
        return samples.stream()
                .filter(sample -> sample.name().equals(metric.prometheusName()))
                .toList();
    }

    private static double sum(RunMetric metric) {
        return of(metric).stream().mapToDouble(Sample::value).sum();
    }

    private static Map<String, Double> byDataset(RunMetric metric) {
        return of(metric).stream()
                .collect(Collectors.groupingBy(
                        sample -> sample.label("dataset"), TreeMap::new, Collectors.summingDouble(Sample::value)));
    }

    private static double value(String name) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static List<Sample> scrape(int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(MetricsITCase::sample)
                    .toList();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the endpoint must answer", e);
        }
    }

    private static Sample sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new IllegalStateException("a sample must be name, labels and value, was " + line);
        }
        Map<String, String> labels = new TreeMap<>();
        if (sample.group(2) != null) {
            Matcher label = LABEL.matcher(sample.group(2));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return new Sample(sample.group(1), labels, Double.parseDouble(sample.group(3)));
    }

    /** What the watcher says when it has seen enough. */
    private static final class Seen extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
