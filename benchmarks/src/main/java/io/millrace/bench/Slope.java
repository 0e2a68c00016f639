package io.millrace.bench;

import java.util.Optional;

/**
 * Cost of a run as a start and so much for each arrival, from runs of two sizes.
 *
 * @param fixedCpuSeconds of a run with no arrival
 */
record Slope(double fixedCpuSeconds, double cpuSecondsPerArrival, double cpuSecondsPerRow) {
    private static final double MICROS = 1e6;

    static Slope of(Series small, Series large) {
        double cpu = large.cpuSeconds() - small.cpuSeconds();
        double perArrival = cpu / (large.arrivals() - small.arrivals());
        return new Slope(
                small.cpuSeconds() - perArrival * small.arrivals(), perArrival, cpu / (large.rows() - small.rows()));
    }

    static Optional<Slope> between(PartResult part, String small, String large) {
        Optional<Series> first = part.find(small);
        Optional<Series> second = part.find(large);
        return first.isPresent() && second.isPresent() ? Optional.of(of(first.get(), second.get())) : Optional.empty();
    }

    double microsPerArrival() {
        return cpuSecondsPerArrival * MICROS;
    }

    double arrivalsPerCpuSecond() {
        return 1 / cpuSecondsPerArrival;
    }

    double rowsPerCpuSecond() {
        return 1 / cpuSecondsPerRow;
    }
}
