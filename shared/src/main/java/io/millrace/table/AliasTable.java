package io.millrace.table;

import io.millrace.random.Philox2x64;
import java.io.Serial;
import java.io.Serializable;

/**
 * Weighted pick in one step over integer masses. Integer arithmetic leaves no rounding residue, so every build of the
 * same masses gives the same table, and a mass of 0 is never drawn. Random law section 5.
 */
public final class AliasTable implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long[] threshold;
    private final int[] alias;

    private AliasTable(long[] threshold, int[] alias) {
        this.threshold = threshold;
        this.alias = alias;
    }

    /**
     * @param masses not negative, at least one positive, each times their number below 2^63
     * @throws IllegalArgumentException otherwise
     */
    public static AliasTable of(long[] masses) {
        int n = masses.length;
        long[] rest = new long[n];
        long sum = 0;
        for (int i = 0; i < n; i++) {
            if (masses[i] < 0 || masses[i] > Long.MAX_VALUE / n) {
                throw new IllegalArgumentException(
                        "mass " + i + " of " + n + " must lie in 0.." + Long.MAX_VALUE / n + ", was " + masses[i]);
            }
            rest[i] = masses[i] * n;
            sum = Math.addExact(sum, masses[i]);
        }
        if (sum == 0) {
            throw new IllegalArgumentException("a pick needs a positive mass, all " + n + " are 0");
        }
        long[] threshold = new long[n];
        int[] alias = new int[n];
        // Both queues hold each index at most twice: once at the start, once when a large one turns small.
        int[] small = new int[2 * n];
        int[] large = new int[n];
        int smallEnd = 0;
        int largeEnd = 0;
        for (int i = 0; i < n; i++) {
            threshold[i] = -1L;
            alias[i] = i;
            if (rest[i] < sum) {
                small[smallEnd++] = i;
            } else {
                large[largeEnd++] = i;
            }
        }
        int smallFirst = 0;
        int largeFirst = 0;
        while (smallFirst < smallEnd && largeFirst < largeEnd) {
            int s = small[smallFirst++];
            int l = large[largeFirst];
            threshold[s] = fraction(rest[s], sum);
            alias[s] = l;
            rest[l] -= sum - rest[s];
            if (rest[l] < sum) {
                largeFirst++;
                small[smallEnd++] = l;
            }
        }
        return new AliasTable(threshold, alias);
    }

    /** Index drawn by one word: the outer pick takes its high part, the fresh rest decides between entry and alias. */
    public int pick(long x) {
        int n = threshold.length;
        int j = (int) Philox2x64.umulh(x, n);
        return Long.compareUnsigned(x * n, threshold[j]) < 0 ? j : alias[j];
    }

    public int size() {
        return threshold.length;
    }

    long threshold(int index) {
        return threshold[index];
    }

    int alias(int index) {
        return alias[index];
    }

    /** floor(part * 2^64 / whole), 0 &lt;= part &lt; whole: long division bit by bit, exact without wide integers. */
    static long fraction(long part, long whole) {
        long rest = part;
        long quotient = 0;
        for (int bit = 0; bit < 64; bit++) {
            rest <<= 1;
            quotient <<= 1;
            if (Long.compareUnsigned(rest, whole) >= 0) {
                rest -= whole;
                quotient |= 1;
            }
        }
        return quotient;
    }
}
