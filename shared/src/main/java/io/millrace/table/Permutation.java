package io.millrace.table;

import io.millrace.random.Mix64;
import io.millrace.random.Philox2x64;
import java.io.Serial;
import java.io.Serializable;

/**
 * Keyed one-to-one map of [0, n) onto itself and back, without a table: rounds over the two digits of a number in a
 * nearly square grid, and again while the result lies outside. Not encryption, only mixing. World design section 3.1.
 */
public final class Permutation implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Of ids that are published: nothing of the order inside shows. */
    public static final int PUBLISHED_ROUNDS = 6;
    /** Of everything else. */
    public static final int INNER_ROUNDS = 4;

    private static final long SIZE_MAX = 1L << 40;

    private final long n;
    private final long key;
    private final int rounds;
    private final long high;
    private final long low;

    private Permutation(long n, long key, int rounds) {
        this.n = n;
        this.key = key;
        this.rounds = rounds;
        this.high = squareRootUp(n);
        this.low = (n + high - 1) / high;
    }

    /**
     * @param n 1..2^40
     * @param rounds above 0
     * @throws IllegalArgumentException otherwise
     */
    public static Permutation of(long n, long key, int rounds) {
        if (n < 1 || n > SIZE_MAX || rounds < 1) {
            throw new IllegalArgumentException(
                    "a permutation is of 1..2^40 things in at least one round, was " + n + " in " + rounds);
        }
        return new Permutation(n, key, rounds);
    }

    public long size() {
        return n;
    }

    /**
     * @param x 0..n-1
     * @throws IndexOutOfBoundsException otherwise
     */
    public long apply(long x) {
        requireInside(x);
        long y = x;
        do {
            long l = y / low;
            long r = y - l * low;
            for (int round = 0; round < rounds; round++) {
                if ((round & 1) == 0) {
                    l = around(l + shift(round, r, high) - high, high);
                } else {
                    r = around(r + shift(round, l, low) - low, low);
                }
            }
            y = l * low + r;
        } while (y >= n);
        return y;
    }

    /**
     * Inverse of {@link #apply}.
     *
     * @param y 0..n-1
     * @throws IndexOutOfBoundsException otherwise
     */
    public long invert(long y) {
        requireInside(y);
        long x = y;
        do {
            long l = x / low;
            long r = x - l * low;
            for (int round = rounds - 1; round >= 0; round--) {
                if ((round & 1) == 0) {
                    l = around(l - shift(round, r, high), high);
                } else {
                    r = around(r - shift(round, l, low), low);
                }
            }
            x = l * low + r;
        } while (x >= n);
        return x;
    }

    /** A digit of -size..size-1 as one of 0..size-1, without a branch, which would be taken every other time. */
    private static long around(long digit, long size) {
        return digit + (digit >> (Long.SIZE - 1) & size);
    }

    /** By how much a round turns one digit, given the other: 0..size-1. */
    private long shift(int round, long other, long size) {
        return Philox2x64.umulh(Mix64.mix(key + round * Mix64.WEYL + other), size);
    }

    private void requireInside(long x) {
        if (x < 0 || x >= n) {
            throw new IndexOutOfBoundsException("a permutation of " + n + " things has no number " + x);
        }
    }

    /** Smallest a with a * a &gt;= n. */
    private static long squareRootUp(long n) {
        long root = (long) Math.sqrt((double) n);
        while (root * root < n) {
            root++;
        }
        while ((root - 1) * (root - 1) >= n) {
            root--;
        }
        return root;
    }
}
