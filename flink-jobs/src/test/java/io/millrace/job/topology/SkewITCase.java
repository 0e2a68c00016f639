package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.testing.FaultRows;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SmallWorld;
import io.millrace.job.verify.CheckResult;
import io.millrace.job.verify.Verify;
import io.millrace.job.verify.VerifySettings;
import io.millrace.sessionise.SessionLimits;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All arrivals on one party, nine of ten on one merchant: exact, in bounded state, at a price that is told. */
@Tag("faults")
@Tag("F12")
class SkewITCase {
    /** Rows that wait for the watermark in one key bucket; of the ten thousand rows of a world here a part. */
    private static final int PENDING_ROWS_MAX = 2_000;

    private static final int OPEN_SESSIONS_MAX = 500;
    private static final int TIMES = 3;
    private static final double NANOS_PER_SECOND = 1e9;

    private static SmallWorld even;

    @TempDir
    Path folder;

    @BeforeAll
    static void prepare(@TempDir Path made) throws Exception {
        even = SmallWorld.in(made);
    }

    @BeforeEach
    void reset() {
        BreakOnce.reset();
    }

    /** Where the rows go. */
    enum Skew {
        ALL_ON_ONE_PARTY("party_id", 0.99),
        NINE_TENTHS_ON_ONE_MERCHANT("merchant_id", 0.85);

        private final String column;
        private final double shareMin;

        Skew(String column, double shareMin) {
            this.column = column;
            this.shareMin = shareMin;
        }

        SmallWorld world(Path made) throws Exception {
            return switch (this) {
                case ALL_ON_ONE_PARTY -> SmallWorld.busyParty(made);
                case NINE_TENTHS_ON_ONE_MERCHANT -> SmallWorld.busyMerchant(made);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void skewChangesNoRowOfAnyLayoutAndStateStaysSmall(Skew skew, TestReporter reporter) throws Exception {
        SmallWorld world = skew.world(folder.resolve("world"));
        GenerateJob.Outcome outcome = bounded(world).run(folder.resolve("one"));
        String manifest = ReferenceRun.manifest(outcome.runRoot(), outcome.identity());

        double share = topShare(outcome.runRoot(), skew.column);
        assertThat(share).isGreaterThan(skew.shareMin);
        assertThat(bounded(world).parallelism(4).manifest(folder.resolve("four")))
                .isEqualTo(manifest);
        assertThat(bounded(world)
                        .parallelism(2)
                        .checkpointsEvery(Duration.ofMillis(20))
                        .broken(Fault.BETWEEN_CHECKPOINTS)
                        .manifest(folder.resolve("broken")))
                .isEqualTo(manifest);
        assertThat(BreakOnce.BROKEN).hasPositiveValue();
        assertThat(Verify.run(VerifySettings.of(outcome.runRoot(), world.upstream(), world.world())))
                .extracting(CheckResult::status)
                .containsOnly(CheckResult.Status.PASS);

        double skewed = cpuSeconds(world, "skewed");
        double spread = cpuSeconds(even, "spread");
        reporter.publishEntry(
                FaultRows.WHAT,
                String.format(
                        Locale.ROOT,
                        "share of the busiest %.2f, CPU %.1f s against %.1f s with the same number of rows spread,"
                                + " parallelism 2",
                        share,
                        skewed,
                        spread));
    }

    @Test
    void stateBeyondItsLimitIsRefusedByName() throws Exception {
        SmallWorld world = SmallWorld.busyParty(folder.resolve("world"));

        Throwable end = catchThrowable(
                () -> Variation.of(world).limits(new SessionLimits(1, 1, 256)).run(folder.resolve("runs")));

        RunException refused = ExceptionUtils.findSerializedThrowable(
                        end, RunException.class, getClass().getClassLoader())
                .orElseThrow(() -> new AssertionError("no named failure", end));
        assertThat(refused.exit()).isEqualTo(6);
        assertThat(refused.problems()).extracting(Problem::code).containsOnly(ErrorCode.S1_STATE_LIMIT);
    }

    private static Variation bounded(SmallWorld world) {
        return Variation.of(world).limits(new SessionLimits(PENDING_ROWS_MAX, OPEN_SESSIONS_MAX, 256));
    }

    /** Of the whole process, median of a few runs at parallelism 2. */
    private double cpuSeconds(SmallWorld world, String name) throws Exception {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        double[] seconds = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long before = system.getProcessCpuTime();
            Variation.of(world).parallelism(2).run(folder.resolve(name + i));
            seconds[i] = (system.getProcessCpuTime() - before) / NANOS_PER_SECOND;
        }
        Arrays.sort(seconds);
        return seconds[TIMES / 2];
    }

    private static double topShare(Path runRoot, String column) throws SQLException {
        String rows = "read_parquet('" + runRoot
                + "/data/layer3/6B/s1_arrival_entities_6B/**/*.parquet', hive_partitioning = false)";
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT max(n) / sum(n)::DOUBLE FROM (SELECT count(*) AS n FROM " + rows
                                + " GROUP BY " + column + ")")) {
            result.next();
            return result.getDouble(1);
        }
    }
}
