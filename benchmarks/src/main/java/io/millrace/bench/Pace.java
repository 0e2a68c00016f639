package io.millrace.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/**
 * Rounds of one loop, measured by the CPU clock of the calling thread: what neighbours on the machine do does not count,
 * which the wall clock of a benchmark frame would. The first rounds warm up and are left out.
 */
final class Pace {
    private static final double MICROS = 1e3;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final int warmUps;
    private final int rounds;

    Pace(int warmUps, int rounds) {
        this.warmUps = warmUps;
        this.rounds = rounds;
    }

    /** A loop that does so many things and tells how many. */
    @FunctionalInterface
    interface Round {
        /** @param number from 0; rounds of different numbers do different things of the same kind */
        long run(int number);
    }

    /** Runs all rounds and prints the least, median and greatest cost of a thing. */
    void measure(String what, String unit, Round round) {
        double[] nanos = new double[rounds];
        long things = 0;
        for (int number = 0; number < warmUps + rounds; number++) {
            long start = THREADS.getCurrentThreadCpuTime();
            long done = round.run(number);
            long end = THREADS.getCurrentThreadCpuTime();
            if (number >= warmUps) {
                nanos[number - warmUps] = (double) (end - start) / done;
                things += done;
            }
        }
        Arrays.sort(nanos);
        double median = nanos[rounds / 2];
        System.out.println(String.format(
                Locale.ROOT,
                "%-34s %8.1f ns per %s (%.1f to %.1f; %d rounds, %,d in all), %.2f M per CPU-second",
                what,
                median,
                unit,
                nanos[0],
                nanos[rounds - 1],
                rounds,
                things,
                MICROS / median));
    }
}
