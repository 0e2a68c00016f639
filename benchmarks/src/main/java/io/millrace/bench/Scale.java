package io.millrace.bench;

/** How much is measured. */
enum Scale {
    /** The smallest world, once: shows that everything runs, and no more. */
    SMOKE(1),
    /** Smaller runs: a first look. */
    QUICK(2),
    FULL(3),
    /** Also runs so long that a slow growth of costs would show. */
    LONG(3);

    private final int rounds;

    Scale(int rounds) {
        this.rounds = rounds;
    }

    int rounds() {
        return rounds;
    }
}
