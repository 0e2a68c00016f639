package io.millrace.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The same thing measured several times.
 *
 * @param name unique in its part
 * @param arrivals it works on; 0 where it has none
 * @param rows it writes, or repetitions of a loop
 * @param bytes it writes
 */
record Series(String name, long arrivals, long rows, long bytes, List<Sample> samples) {
    Series {
        samples = List.copyOf(samples);
    }

    double cpuSeconds() {
        return median(Sample::cpuSeconds);
    }

    double wallSeconds() {
        return median(Sample::wallSeconds);
    }

    double peakBytes() {
        return median(Sample::peakBytes);
    }

    double arrivalsPerCpuSecond() {
        return arrivals / cpuSeconds();
    }

    double rowsPerCpuSecond() {
        return rows / cpuSeconds();
    }

    double bytesPerRow() {
        return (double) bytes / rows;
    }

    /** The middle one; of an even number the mean of the two in the middle. */
    private double median(ToDoubleFunction<Sample> what) {
        double[] sorted = samples.stream().mapToDouble(what).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
