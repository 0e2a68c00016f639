package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.job.replay.ReplayPace;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SharedBroker;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.testing.TestBroker;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * How well a paced replay keeps its time, by the clock of the broker, with as much time between checkpoints as the command
 * has. Figures of a machine that does nothing else; on a busy one it is left out.
 */
@Tag("soak")
@ExtendWith({SharedRuns.class, SharedBroker.class})
class ReplayPaceITCase {
    private static final double PER_SECOND = 10_000;
    private static final long MILLIS_LATE_MAX = 50;
    /** Until then the clients of the job ask for the topics, which a longer replay does not notice. */
    private static final double MILLIS_OF_BEGIN = 200;

    private static final Duration CHECKPOINTS = Duration.ofSeconds(10);
    private static final double LOAD_MAX = 1.5;

    private static TestBroker broker;

    @TempDir
    private Path folder;

    private ReplayStage stage;

    /** A message by the times of its row and of its arrival. */
    private record Arrived(long tsMicros, long brokerMillis) {}

    @BeforeAll
    static void share(TestBroker shared) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        assumeThat(system.getSystemLoadAverage() / system.getAvailableProcessors())
                .as("load of a processor by others")
                .isLessThan(LOAD_MAX);
        broker = shared;
    }

    @BeforeEach
    void prepare(ReferenceRun reference, @TempDir Path warm) throws Exception {
        // The compiler of the virtual machine is not what is measured.
        ReplayStage.in(warm, reference, broker).run();
        stage = ReplayStage.in(folder, reference, broker).every(CHECKPOINTS);
        for (BusStream stream : BusStream.values()) {
            broker.create(
                    stage.reader().topic(stream),
                    ReplayStage.PARTITIONS,
                    Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "-1"));
        }
    }

    @Test
    void messagesComeWhenTheyAreDue(TestReporter reporter) throws Exception {
        long[] times = times();
        long first = times[0];
        double seconds = stage.rows() / PER_SECOND;
        double speedup = (times[times.length - 1] - first) / (seconds * 1e6);
        stage.at(new ReplayPace.BySpeedup(speedup)).run();

        double[] millis = arrived().stream()
                .filter(message -> due(message, first, speedup) >= MILLIS_OF_BEGIN)
                .mapToDouble(message -> message.brokerMillis() - due(message, first, speedup))
                .sorted()
                .toArray();
        // Against the most punctual one: when the clock was started is not to be seen from outside.
        double late50 = millis[millis.length / 2] - millis[0];
        double late99 = millis[millis.length / 100 * 99] - millis[0];
        reporter.publishEntry(
                "lateness",
                String.format(
                        Locale.ROOT,
                        "%d messages in %.1f s: p50 %.1f ms, p99 %.1f ms, last %.1f ms",
                        millis.length,
                        seconds,
                        late50,
                        late99,
                        millis[millis.length - 1] - millis[0]));
        assertThat(late99).isCloseTo(0, within((double) MILLIS_LATE_MAX));
    }

    /** Milliseconds after the first one. */
    private static double due(Arrived message, long firstMicros, double speedup) {
        return (message.tsMicros() - firstMicros) / speedup / 1_000;
    }

    @Test
    void segmentsOfARatePlanAreHit(TestReporter reporter) throws Exception {
        double slow = stage.rows() / 7.0;
        stage.at(new ReplayPace.ByRate(
                        List.of(new ReplayPace.Segment(2, slow, slow), new ReplayPace.Segment(3, 2 * slow, 2 * slow))))
                .run();

        long[] millis =
                arrived().stream().mapToLong(Arrived::brokerMillis).sorted().toArray();
        long begin = millis[0];
        long inSlow = Arrays.stream(millis)
                .filter(at -> at >= begin + 250 && at < begin + 1_750)
                .count();
        long inFast = Arrays.stream(millis)
                .filter(at -> at >= begin + 2_250 && at < begin + 4_250)
                .count();
        reporter.publishEntry(
                "rates",
                String.format(
                        Locale.ROOT,
                        "planned %.0f and %.0f a second, came %.0f and %.0f",
                        slow,
                        2 * slow,
                        inSlow / 1.5,
                        inFast / 2.0));
        assertThat(inSlow / 1.5).isCloseTo(slow, Percentage.withPercentage(2));
        assertThat(inFast / 2.0).isCloseTo(2 * slow, Percentage.withPercentage(2));
    }

    private List<Arrived> arrived() {
        return Arrays.stream(BusStream.values())
                .flatMap(stream -> stage.reader().messages(stream).stream())
                .map(ReplayPaceITCase::arrived)
                .toList();
    }

    private static Arrived arrived(ConsumerRecord<byte[], byte[]> message) {
        return new Arrived(
                JsonMapper.shared()
                        .readTree(message.value())
                        .required("payload")
                        .required("ts_utc")
                        .asLong(),
                message.timestamp());
    }

    /** Of all rows, sorted. */
    private long[] times() {
        return Arrays.stream(BusStream.values())
                .flatMap(stream -> stage.reader().parquet(stream).stream())
                .mapToLong(row -> Long.parseLong(row.substring(0, row.indexOf('|'))))
                .sorted()
                .toArray();
    }
}
