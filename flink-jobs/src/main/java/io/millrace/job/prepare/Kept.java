package io.millrace.job.prepare;

import io.millrace.arrivals.ForeignArrival;
import java.io.Serial;
import java.util.Arrays;
import org.apache.flink.api.common.functions.FilterFunction;

/** Accepted rows without the repeats that the survey found. */
final class Kept implements FilterFunction<ForeignArrival> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long[] repeats;

    /** @param repeats places in the source, {@link SourcePlace}, in any order */
    Kept(long[] repeats) {
        this.repeats = repeats.clone();
        Arrays.sort(this.repeats);
    }

    @Override
    public boolean filter(ForeignArrival row) {
        return !row.isRejected() && Arrays.binarySearch(repeats, SourcePlace.of(row.sourceFile, row.sourceRow)) < 0;
    }
}
