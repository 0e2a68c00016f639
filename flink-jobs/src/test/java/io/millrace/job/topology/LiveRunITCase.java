package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.sinks.publish.DayFlag;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.RestorePoint;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.testing.MadeRun;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.run.DatasetTotals;
import io.millrace.run.GateRequest;
import io.millrace.run.RunFolder;
import io.millrace.run.SealedRun;
import io.millrace.run.WorldReceipt;
import io.millrace.sessionise.SessionLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run without end: it pauses where it is told to, and pauses leave no trace in its rows. */
class LiveRunITCase {
    private static final String SCENARIO = "baseline_20260101_live";
    private static final long SEED = 42;
    /** Not on an hour, nor on a millisecond. */
    private static final String PAUSE = "2026-01-03T17:20:11.000123Z";

    private static final String END = "2026-01-05T00:00:00Z";

    @TempDir
    Path folder;

    @Test
    void pausesLeaveNoTrace() throws Exception {
        Path once = pausedAt(folder.resolve("once/runs"), 1, END);
        Path twice = pausedAt(folder.resolve("twice/runs"), 2, PAUSE);

        DatasetTotals before = totals(twice).get("s1_arrival_entities_6B");
        assertThat(before.tsMaxMicros()).isLessThan(micros(PAUSE)).isGreaterThan(micros("2026-01-03T16:00:00Z"));
        assertThat(pausedAt(folder.resolve("twice/runs"), 3, END)).isEqualTo(twice);
        assertThat(rowsAndDigests(twice)).isEqualTo(rowsAndDigests(once)).hasSize(5);
        // Events are written ahead of time; the pause cuts arrivals alone.
        assertThat(totals(once).get("s2_event_stream_baseline_6B").tsMaxMicros())
                .isGreaterThan(micros(END));
    }

    /** Outcomes of a bounded run are those as of its horizon, so they have no counterpart. */
    @Test
    void finishedDaysAreThoseOfABoundedRun() throws Exception {
        Path root = pausedAt(folder.resolve("live/runs"), 2, PAUSE);
        assertThat(flags(root)).hasSize(5 * 2).allSatisfy((day, flag) -> assertThat(day)
                .doesNotContain("2026-01-03"));
        pausedAt(folder.resolve("live/runs"), 1, END);
        Path bounded = new GenerateJob(
                        request(folder.resolve("bounded/runs"), "baseline_20260101_6d"),
                        settings(2, LiveSettings.FLAT_OUT),
                        SinkEncoding.COMPACT,
                        new ReferenceRun.Quiet())
                .run()
                .orElseThrow()
                .runRoot();

        Map<String, String> days = flags(root);
        assertThat(days).hasSize(4 * 4 + 3);
        Map<String, String> expected = days(bounded);
        days.forEach((day, flag) -> {
            assertThat(flag).as(day).isEqualTo(days(root).get(day));
            if (!day.startsWith("s2_flow_outcome")) {
                assertThat(flag).as(day).isEqualTo(expected.get(day));
            }
        });
        assertThat(RunFiles.named(root, "[._]finished.*")).hasSize(days.size());
    }

    @Test
    void aRewindTakesBackTheFlagsOfLaterDaysAndDamagedOnes() throws Exception {
        Path runs = folder.resolve("runs");
        Path root = pausedAt(runs, 1, PAUSE);
        Path early = RetainedCheckpoints.newest(root).orElseThrow().folder();
        Map<String, String> before = digestsOfFlags(root);
        pausedAt(runs, 2, END);
        Map<String, String> after = digestsOfFlags(root);
        Map<String, String> finished = flags(root);
        assertThat(after).containsAllEntriesOf(before).hasSizeGreaterThan(before.size());

        new Ledger(root)
                .rewind(
                        new Ledger(root).attempts(),
                        Optional.of(RestorePoint.read(early).point()));
        assertThat(digestsOfFlags(root)).isEqualTo(before);
        assertThat(RunFiles.named(root.resolve("_quarantine"), DayFlag.FILE)).hasSize(after.size() - before.size());
        Path damaged = RunFiles.named(root.resolve("data"), DayFlag.FILE).get(0);
        Files.writeString(damaged, "{\"rows\":");

        paused(new StartPoint(Optional.of(early), StartPoint.Living.REFUSE), runs, 3, END);
        assertThat(flags(root)).isEqualTo(finished);
        assertThat(RunFiles.named(root.resolve("_quarantine"), DayFlag.FILE))
                .hasSize(after.size() - before.size() + 1)
                .anySatisfy(file -> assertThat(file).hasContent("{\"rows\":"));
    }

    @Test
    void aPauseThatIsBehindTheRunComesAtOnce() throws Exception {
        Path root = pausedAt(folder.resolve("runs"), 1, PAUSE);
        Map<String, String> before = rowsAndDigests(root);

        pausedAt(folder.resolve("runs"), 2, "2026-01-02T00:00:00Z");

        assertThat(rowsAndDigests(root)).isEqualTo(before);
        assertThat(new Ledger(root).attempts()).isEqualTo(2);
    }

    /** A day in less than half a second; then on as fast as it goes. */
    @Test
    void aPacedStartHasTheSameRows() throws Exception {
        Path paced = pausedAt(
                folder.resolve("paced/runs"),
                new LiveSettings(
                        OptionalDouble.of(200_000),
                        OptionalDouble.empty(),
                        OptionalLong.of(micros("2026-01-02T05:17:00Z"))));
        pausedAt(folder.resolve("paced/runs"), 1, PAUSE);

        Path fast = pausedAt(folder.resolve("fast/runs"), 2, PAUSE);
        assertThat(rowsAndDigests(paced)).isEqualTo(rowsAndDigests(fast));
        assertThat(flags(paced)).isEqualTo(flags(fast));
    }

    @Test
    void theGateSealsAScenarioWithoutEnd() throws Exception {
        Path root = pausedAt(folder.resolve("runs"), 1, "2026-01-01T02:00:00Z");
        SealedRun sealed = SealedRun.open(RunFolder.at(root));

        assertThat(sealed.identity().scenarioId()).isEqualTo(SCENARIO);
        assertThat(WorldReceipt.read(RunFolder.at(root).gate(sealed.identity())).scenario(SCENARIO))
                .map(WorldReceipt.Scenario::horizonEndMicros)
                .contains(OptionalLong.empty());
    }

    static Path pausedAt(Path runs, int parallelism, String until) {
        return paused(StartPoint.NEWEST, runs, parallelism, until);
    }

    static Path paused(StartPoint start, Path runs, int parallelism, String until) {
        LiveSettings live =
                new LiveSettings(OptionalDouble.empty(), OptionalDouble.empty(), OptionalLong.of(micros(until)));
        return paused(start, runs, parallelism, live);
    }

    private static Path pausedAt(Path runs, LiveSettings live) {
        return paused(StartPoint.NEWEST, runs, 2, live);
    }

    private static Path paused(StartPoint start, Path runs, int parallelism, LiveSettings live) {
        StoppedAtSavepoint paused = (StoppedAtSavepoint) catchThrowable(() -> new GenerateJob(
                        request(runs, SCENARIO),
                        settings(parallelism, live),
                        SinkEncoding.COMPACT,
                        new ReferenceRun.Quiet(),
                        start)
                .run());
        assertThat(paused.isPause()).isTrue();
        assertThat(RetainedCheckpoints.newest(paused.runRoot()))
                .map(RetainedCheckpoints.Retained::folder)
                .contains(paused.savepoint());
        return paused.runRoot();
    }

    private static JobSettings settings(int parallelism, LiveSettings live) {
        return new JobSettings(
                parallelism,
                JobSettings.BUCKETS,
                JobSettings.SLAB_ROWS,
                Duration.ofMillis(300),
                SessionLimits.ofSlabRows(JobSettings.SLAB_ROWS),
                live);
    }

    private static GateRequest request(Path runs, String scenario) {
        return MadeRun.request("tiny", SEED, scenario, runs);
    }

    static long micros(String instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
    }

    /** Data set and day to rows and digest, as flags tell. */
    private static Map<String, String> flags(Path root) {
        TreeMap<String, String> all = new TreeMap<>();
        for (Path file : RunFiles.named(root.resolve("data"), DayFlag.FILE)) {
            DayFlag flag = DayFlag.read(file).orElseThrow();
            all.put(flag.datasetId() + " " + flag.utcDate(), flag.rows() + " rows with digest " + flag.rowDigest());
        }
        return all;
    }

    private static Map<String, String> digestsOfFlags(Path root) {
        return RunFiles.digests(root.resolve("data")).entrySet().stream()
                .filter(file -> file.getKey().endsWith("/" + DayFlag.FILE))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The same from ledger lines. */
    private static Map<String, String> days(Path root) {
        Ledger ledger = new Ledger(root);
        TreeMap<String, DatasetTotals> totals = new TreeMap<>();
        for (LedgerEntry entry : ledger.valid(ledger.attempts())) {
            String day = entry.path().replaceFirst(".*/utc_date=([^/]*)/.*", "$1");
            totals.computeIfAbsent(entry.datasetId() + " " + day, DatasetTotals::new)
                    .add(entry.rows(), entry.rowDigest(), entry.links(), Map.of(), 0, 0);
        }
        TreeMap<String, String> all = new TreeMap<>();
        totals.forEach((day, of) -> all.put(day, of.rows() + " rows with digest " + of.rowDigest()));
        return all;
    }

    private static Map<String, String> rowsAndDigests(Path root) {
        TreeMap<String, String> all = new TreeMap<>();
        totals(root).forEach((id, of) -> all.put(id, of.rows() + " rows with digest " + of.rowDigest()));
        return all;
    }

    private static Map<String, DatasetTotals> totals(Path root) {
        Ledger ledger = new Ledger(root);
        TreeMap<String, DatasetTotals> totals = new TreeMap<>();
        for (LedgerEntry entry : ledger.valid(ledger.attempts())) {
            totals.computeIfAbsent(entry.datasetId(), DatasetTotals::new)
                    .add(
                            entry.rows(),
                            entry.rowDigest(),
                            entry.links(),
                            Map.of(),
                            entry.tsMinMicros(),
                            entry.tsMaxMicros());
        }
        return totals;
    }
}
