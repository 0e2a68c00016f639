package io.millrace.bench;

/** How much is measured. */
enum Scale {
    /** Smaller runs: a first look. */
    QUICK(2),
    FULL(3);

    private final int rounds;

    Scale(int rounds) {
        this.rounds = rounds;
    }

    int rounds() {
        return rounds;
    }
}
