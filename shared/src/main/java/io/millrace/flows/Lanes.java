package io.millrace.flows;

import io.millrace.random.Decision;

/** Where the words of a decision come from: the draws of the run, or words a test has written down. */
@FunctionalInterface
interface Lanes {
    /** Both lanes of the block at (hi, lo) into {@code lanes[0..1]}. */
    void block(Decision decision, long hi, long lo, long[] lanes);
}
