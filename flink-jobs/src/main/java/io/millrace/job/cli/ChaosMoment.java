package io.millrace.job.cli;

import java.io.IOException;

/**
 * When a fault comes: after a share of the run's arrivals was committed by the process that is disturbed, and then a part
 * of a checkpoint interval later. Progress, not a clock, so that slow machines meet the same moments as fast ones.
 *
 * @param share of what was not yet committed when the process started, 0 to below 1
 * @param intervalShare of a checkpoint interval, 0 to below 1
 */
record ChaosMoment(double share, double intervalShare) {
    private static final long MILLIS_BETWEEN_LOOKS = 15;
    /** Later ones too often meet the flag. */
    private static final double SHARE_MAX = 0.85;

    /** Multiples of the golden section, and of the square root of two, spread evenly over 0..1 however many are taken. */
    private static final double GOLDEN_SECTION = 0.6180339887498949;

    private static final double ROOT_OF_TWO = 1.4142135623730951;

    /** @param nth of the moments of this seed: kills of one round, and repetitions of a round that did not land */
    static ChaosMoment of(int seed, int nth) {
        int number = seed + 1 + 7 * nth;
        return new ChaosMoment(number * GOLDEN_SECTION % 1.0 * SHARE_MAX, number * ROOT_OF_TWO % 1.0);
    }

    /** The same moment in the later part of a run. */
    ChaosMoment notBefore(double least) {
        return new ChaosMoment(least + share * (1 - least), intervalShare);
    }

    /**
     * Waits for the moment.
     *
     * @return false when the process had come to its end, or nothing is left to be committed
     * @throws EndedByItself when the process ended before, and not well
     */
    boolean await(ChaosProcess process, ChaosRun run, ChaosStage stage)
            throws IOException, InterruptedException, EndedByItself {
        long before = run.arrivals();
        long target = before + Math.max(1, Math.round((stage.arrivals() - before) * share));
        while (run.arrivals() < target) {
            if (!process.livesAfter(MILLIS_BETWEEN_LOOKS)) {
                process.requireEndedWell();
                return false;
            }
        }
        if (!process.livesAfter(Math.round(stage.checkpointMillis() * intervalShare))) {
            process.requireEndedWell();
            return false;
        }
        return run.isUnfinished(stage.arrivals());
    }
}
