package io.millrace.attach;

import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.random.Philox2x64;

/**
 * Draws of a block of rows: all are asked for first and then made side by side. A draw that is looked at as soon as it
 * is made keeps the next one waiting.
 */
final class BlockDraws {
    private final Draws draws;
    private final long[] key;
    private final long[] hi;
    private final long[] lo;
    private final long[] x0;
    private final long[] x1;
    private int asked;

    BlockDraws(Draws draws, int limit) {
        this.draws = draws;
        key = new long[limit];
        hi = new long[limit];
        lo = new long[limit];
        x0 = new long[limit];
        x1 = new long[limit];
    }

    void clear() {
        asked = 0;
    }

    /** The n-th call since {@link #clear} asks for draw n. */
    void ask(Decision decision, long ofHi, long ofLo) {
        key[asked] = draws.key(decision);
        hi[asked] = ofHi;
        lo[asked] = ofLo;
        asked++;
    }

    /** Makes all that was asked for. */
    void make() {
        Philox2x64.blocks(key, hi, lo, asked, x0, x1);
    }

    long x0(int n) {
        return x0[n];
    }

    long x1(int n) {
        return x1[n];
    }

    /** Lanes 0 of all, for who takes them as a whole. */
    long[] x0() {
        return x0;
    }

    long[] x1() {
        return x1;
    }
}
