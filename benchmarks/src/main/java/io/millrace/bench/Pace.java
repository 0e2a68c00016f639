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
    static final int WORDS = 6;
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

    /** Runs all rounds and prints {@link #WORDS} words between tabs: what, unit, median, least and greatest nanoseconds, things. */
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
        System.out.println(String.join(
                "\t",
                what,
                unit,
                format(nanos[rounds / 2]),
                format(nanos[0]),
                format(nanos[rounds - 1]),
                things + " in all"));
    }

    private static String format(double nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos);
    }
}
