package io.millrace.world;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A growing column of 64-bit values. A full page keeps its smallest value and the distances from it in as many bytes as
 * they need: ids of neighbouring rows lie close together and codes are few, so a column takes a fraction of its plain
 * size, and it never needs a second copy to grow.
 */
final class LongColumn {
    private static final int PAGE_BITS = 16;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int MASK = PAGE - 1;
    private static final int FIRST = 64;

    private final List<Page> pages = new ArrayList<>();
    private long[] open = new long[FIRST];
    private int openSize;

    void add(long value) {
        if (openSize == open.length) {
            if (openSize == PAGE) {
                pages.add(Page.of(open));
                openSize = 0;
            } else {
                open = Arrays.copyOf(open, 2 * openSize);
            }
        }
        open[openSize++] = value;
    }

    long get(int row) {
        int page = row >>> PAGE_BITS;
        return page == pages.size() ? open[row & MASK] : pages.get(page).get(row & MASK);
    }

    int size() {
        return (pages.size() << PAGE_BITS) + openSize;
    }

    long[] toArray() {
        long[] values = new long[size()];
        for (int row = 0; row < values.length; row++) {
            values[row] = get(row);
        }
        return values;
    }

    /** Gives the memory back; the column is empty afterwards. */
    void clear() {
        pages.clear();
        open = new long[FIRST];
        openSize = 0;
    }

    /** @param width bytes per distance: 0, 1, 2, 4 or 8 */
    private record Page(long base, int width, ByteBuffer distances) {
        static Page of(long[] values) {
            long least = values[0];
            long greatest = values[0];
            for (long value : values) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
            int width = width(greatest - least);
            ByteBuffer distances = ByteBuffer.allocate(width * values.length);
            for (int i = 0; i < values.length && width > 0; i++) {
                long distance = values[i] - least;
                if (width == 1) {
                    distances.put(i, (byte) distance);
                } else if (width == 2) {
                    distances.putShort(2 * i, (short) distance);
                } else if (width == 4) {
                    distances.putInt(4 * i, (int) distance);
                } else {
                    distances.putLong(8 * i, distance);
                }
            }
            return new Page(least, width, distances);
        }

        /** @param span unsigned: the distance of the two ends may not fit in 63 bits */
        private static int width(long span) {
            int bits = 64 - Long.numberOfLeadingZeros(span);
            return bits == 0 ? 0 : bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
        }

        long get(int at) {
            if (width == 0) {
                return base;
            }
            if (width == 1) {
                return base + (distances.get(at) & 0xFF);
            }
            if (width == 2) {
                return base + (distances.getShort(2 * at) & 0xFFFF);
            }
            if (width == 4) {
                return base + (distances.getInt(4 * at) & 0xFFFF_FFFFL);
            }
            return base + distances.getLong(8 * at);
        }
    }
}
