package io.millrace.job.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.slab.ArrivalSlab;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.junit.jupiter.api.Test;

class WatermarkStepTest {
    private static final long MICROS_PER_HOUR = 3_600_000_000L;
    private static final long MILLIS_PER_HOUR = 3_600_000L;
    private static final int BUCKETS = 128;
    private static final int SLAB_ROWS = 256;

    private final WatermarkStep step = new WatermarkStep(BUCKETS, SLAB_ROWS);

    @Test
    void aSmallWorldPassesItsTimeOnOnceADay() {
        List<Long> due = new ArrayList<>();
        for (long hour = 30; hour < 80; hour++) {
            if (step.isDue(hour)) {
                due.add(hour);
            }
            step.add(100);
        }
        assertThat(due).containsExactly(30L, 48L, 72L);
    }

    @Test
    void aLargeWorldPassesItOnEveryHour() {
        for (long hour = 0; hour < 50; hour++) {
            assertThat(step.isDue(hour)).as("hour %d", hour).isTrue();
            step.add(BUCKETS * SLAB_ROWS);
        }
    }

    @Test
    void inBetweenItFollowsTheRows() {
        List<Long> due = new ArrayList<>();
        for (long hour = 0; hour < 24; hour++) {
            if (step.isDue(hour)) {
                due.add(hour);
            }
            step.add(BUCKETS * SLAB_ROWS / 4);
        }
        assertThat(due).containsExactly(0L, 4L, 8L, 12L, 16L, 20L);
    }

    @Test
    void hourFilesOfOneReaderShareTheirStepAndNeverClaimTheHourInWork() {
        HourWatermarks watermarks = new HourWatermarks(BUCKETS, SLAB_ROWS);
        List<Long> said = new ArrayList<>();
        for (int hour = 0; hour < 49; hour++) {
            WatermarkGenerator<ArrivalSlab> ofFile = watermarks.createWatermarkGenerator(null);
            Collected output = new Collected(said);
            ofFile.onEvent(rows(hour), 0, output);
            ofFile.onEvent(rows(hour), 0, output);
        }
        assertThat(said).containsExactly(-1L, 24 * MILLIS_PER_HOUR - 1, 48 * MILLIS_PER_HOUR - 1);
    }

    private static ArrivalSlab rows(int hour) {
        ArrivalSlab slab = new ArrivalSlab(1);
        int row = slab.addRow();
        slab.tsMicros[row] = hour * MICROS_PER_HOUR + 5;
        return slab;
    }

    private record Collected(List<Long> said) implements WatermarkOutput {
        @Override
        public void emitWatermark(Watermark watermark) {
            said.add(watermark.getTimestamp());
        }

        @Override
        public void markIdle() {
            throw new AssertionError("a reader of files is never idle");
        }

        @Override
        public void markActive() {
            throw new AssertionError("a reader of files is never idle");
        }
    }
}
