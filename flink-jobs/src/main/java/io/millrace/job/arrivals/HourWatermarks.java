package io.millrace.job.arrivals;

import io.millrace.slab.ArrivalSlab;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * Watermarks of hour files: a reader that has begun an hour will never see an earlier one, because splits are assigned in
 * time order and a row never leaves its UTC hour. So the watermark is the hour's first millisecond minus one: exact, no
 * bounded lateness, no idleness.
 */
final class HourWatermarks implements WatermarkGenerator<ArrivalSlab> {
    private static final long MICROS_PER_HOUR = 3_600_000_000L;
    private static final long MILLIS_PER_HOUR = 3_600_000L;

    private long hour = Long.MIN_VALUE;

    @Override
    public void onEvent(ArrivalSlab slab, long eventTimestamp, WatermarkOutput output) {
        long begun = Math.floorDiv(slab.tsMicros[0], MICROS_PER_HOUR);
        if (begun > hour) {
            hour = begun;
            output.emitWatermark(new Watermark(hour * MILLIS_PER_HOUR - 1));
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        // Watermarks follow the data, not the clock.
    }
}
