package io.millrace.world;

/**
 * Stable order of rows by an unsigned 64-bit key. Radix instead of comparisons: millions of rows, keys of 20 to 50
 * significant bits, and the row numbers must travel along.
 */
final class RowOrder {
    private static final int SMALL = 1 << 14;

    private RowOrder() {}

    /**
     * Sorts the keys in place.
     *
     * @return row that stood at each place before
     */
    static int[] sort(long[] keys) {
        int n = keys.length;
        int[] rows = new int[n];
        boolean ordered = true;
        long differing = 0;
        for (int i = 0; i < n; i++) {
            rows[i] = i;
            differing |= keys[i] ^ keys[0];
            ordered &= i == 0 || Long.compareUnsigned(keys[i - 1], keys[i]) <= 0;
        }
        if (ordered) {
            return rows;
        }
        int digit = n < SMALL ? 8 : 16;
        int values = 1 << digit;
        long[] fromKeys = keys;
        long[] toKeys = new long[n];
        int[] fromRows = rows;
        int[] toRows = new int[n];
        int[] next = new int[values + 1];
        for (int shift = 0; shift < Long.SIZE; shift += digit) {
            if ((differing >>> shift & (values - 1)) == 0) {
                continue;
            }
            java.util.Arrays.fill(next, 0);
            for (long key : fromKeys) {
                next[(int) (key >>> shift & (values - 1)) + 1]++;
            }
            for (int value = 0; value < values; value++) {
                next[value + 1] += next[value];
            }
            for (int i = 0; i < n; i++) {
                int place = next[(int) (fromKeys[i] >>> shift & (values - 1))]++;
                toKeys[place] = fromKeys[i];
                toRows[place] = fromRows[i];
            }
            long[] otherKeys = fromKeys;
            fromKeys = toKeys;
            toKeys = otherKeys;
            int[] otherRows = fromRows;
            fromRows = toRows;
            toRows = otherRows;
        }
        if (fromKeys != keys) {
            System.arraycopy(fromKeys, 0, keys, 0, n);
        }
        return fromRows;
    }
}
