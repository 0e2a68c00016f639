package io.millrace.job.prepare;

import io.millrace.arrivals.ForeignArrival;
import java.io.Serial;
import org.apache.flink.api.java.functions.KeySelector;

/** Brings the arrivals of one UTC hour together. */
final class UtcHour implements KeySelector<ForeignArrival, Long> {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public Long getKey(ForeignArrival row) {
        return row.hour();
    }
}
