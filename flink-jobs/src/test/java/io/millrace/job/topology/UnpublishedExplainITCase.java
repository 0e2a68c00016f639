package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.job.cli.Said;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.verify.RunViews;
import io.millrace.slab.SlabKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows of runs that are not published: what is committed is explained, and what is not there yet is told as such. */
@ExtendWith(SharedRuns.class)
class UnpublishedExplainITCase {
    private static final String ALL = "1000000";

    @TempDir
    Path runs;

    @Test
    void aRunThatWasBrokenOffIsExplainedAsFarAsItIsCommitted(ReferenceRun reference) throws Exception {
        Path root = brokenOff(reference);
        String world = reference.world().world().toString();
        long committed = arrivals(root);
        assertThat(committed).isPositive().isLessThan(arrivals(reference.root()));

        Said sample = Said.millrace("explain", root.toString(), "--world", world, "--sample", ALL);
        assertThat(sample.exit()).as(sample.out() + sample.err()).isZero();
        assertThat(sample.out().replace(",", "")).startsWith("agrees: " + committed + " arrival");

        String last = ask(
                reference.root(),
                "SELECT merchant_id || ':' || arrival_seq FROM entities ORDER BY ts_utc DESC LIMIT 1");
        Said later = Said.millrace("explain", root.toString(), "--world", world, "--arrival", last);
        assertThat(later.exit()).isEqualTo(2);
        assertThat(later.problems())
                .containsExactly(
                        "USAGE: arrival " + last + ": must name an arrival of the run, was not in its committed"
                                + " files, and the run is not published; look again after its next checkpoint, or finish it:"
                                + " millrace resume " + root.getFileName());
    }

    @Test
    void aRunWithoutEndIsExplainedUpToItsPauseWithoutAnyWorld() throws Exception {
        Path root = LiveRunITCase.pausedAt(runs, 1, "2026-01-01T06:00:00Z");
        Said sample = Said.millrace("explain", root.toString(), "--sample", ALL);
        assertThat(sample.exit()).as(sample.out() + sample.err()).isZero();
        assertThat(sample.out().replace(",", "")).startsWith("agrees: " + arrivals(root) + " arrivals");
    }

    /** As a kill leaves it: rows of every data set are committed, and more were to come. */
    private Path brokenOff(ReferenceRun reference) {
        Path root = runs.resolve(reference.identity().runId());
        GenerateJob.Watcher impatient = new ReferenceRun.Quiet() {
            @Override
            public void progressed(long arrivals, long eventMicros) {
                Ledger ledger = new Ledger(root);
                Set<String> committed = ledger.valid(ledger.attempts()).stream()
                        .map(LedgerEntry::datasetId)
                        .collect(Collectors.toSet());
                if (Stream.of(SlabKind.SESSIONED, SlabKind.FLOW, SlabKind.OUTCOME, SlabKind.EVENT)
                        .map(SlabKind::datasetId)
                        .allMatch(committed::contains)) {
                    throw new IllegalStateException("seen enough");
                }
            }
        };
        assertThat(catchThrowable(() -> Variation.of(reference.world())
                        .checkpointsEvery(Duration.ofMillis(100))
                        .broken(Fault.SLOW)
                        .watchedBy(impatient)
                        .run(runs)))
                .hasMessage("seen enough");
        return root;
    }

    private static long arrivals(Path root) throws SQLException {
        return Long.parseLong(ask(root, "SELECT count(*) FROM entities"));
    }

    /** The one value that an answer has. */
    private static String ask(Path root, String query) throws SQLException {
        try (Connection connection = RunViews.open(root);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            assertThat(answer.next()).isTrue();
            return answer.getString(1);
        }
    }
}
