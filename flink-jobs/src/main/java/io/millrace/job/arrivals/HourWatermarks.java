package io.millrace.job.arrivals;

import io.millrace.slab.ArrivalSlab;
import java.io.Serial;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * Watermarks of hour files: a reader that has begun an hour will never see an earlier one, because splits are assigned in
 * time order and a row never leaves its UTC hour. So the watermark is the hour's first millisecond minus one: exact, no
 * bounded lateness, no idleness. It comes in the steps of {@link WatermarkStep}.
 *
 * <p>Flink asks for a generator per file; those of one reader share its step.
 */
final class HourWatermarks implements WatermarkGeneratorSupplier<ArrivalSlab> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final long MICROS_PER_HOUR = 3_600_000_000L;
    private static final long MILLIS_PER_HOUR = 3_600_000L;

    private final int buckets;
    private final int slabRows;
    private transient WatermarkStep step;

    /** @param buckets key buckets of the job */
    HourWatermarks(int buckets, int slabRows) {
        this.buckets = buckets;
        this.slabRows = slabRows;
    }

    @Override
    public WatermarkGenerator<ArrivalSlab> createWatermarkGenerator(Context context) {
        if (step == null) {
            step = new WatermarkStep(buckets, slabRows);
        }
        return new OfFile(step);
    }

    private static final class OfFile implements WatermarkGenerator<ArrivalSlab> {
        private final WatermarkStep step;
        private long hour = Long.MIN_VALUE;

        OfFile(WatermarkStep step) {
            this.step = step;
        }

        @Override
        public void onEvent(ArrivalSlab slab, long eventTimestamp, WatermarkOutput output) {
            long begun = Math.floorDiv(slab.tsMicros[0], MICROS_PER_HOUR);
            if (begun > hour) {
                hour = begun;
                if (step.isDue(hour)) {
                    output.emitWatermark(new Watermark(hour * MILLIS_PER_HOUR - 1));
                }
            }
            step.add(slab.size);
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            // Watermarks follow the data, not the clock.
        }
    }
}
