package io.millrace.testing;

import java.util.function.LongConsumer;

/**
 * Properties over seeds: prints the seed of a failure first; {@code -Dmillrace.seed=N} runs that one alone. A seed that
 * reproduces makes shrinking unnecessary.
 */
public final class ForAllSeeds {
    private final int count;

    private ForAllSeeds(int count) {
        this.count = count;
    }

    public static ForAllSeeds of(int count) {
        return new ForAllSeeds(count);
    }

    public void check(LongConsumer property) {
        Long only = Long.getLong("millrace.seed");
        if (only != null) {
            property.accept(only);
            return;
        }
        for (long seed = 1; seed <= count; seed++) {
            try {
                property.accept(seed);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("seed " + seed + " (run it alone with -Dmillrace.seed=" + seed + ")", failure);
            }
        }
    }
}
