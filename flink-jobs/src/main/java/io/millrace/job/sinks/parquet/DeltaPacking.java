package io.millrace.job.sinks.parquet;

/**
 * DELTA_BINARY_PACKED: the first value, then blocks of 128 differences in four miniblocks of 32, each packed with the
 * bits its largest difference above the block's smallest needs. Differences wrap around at the width of the type, as the
 * format asks, so every input has an encoding of at most that width.
 */
final class DeltaPacking {
    static final int MINIBLOCK = 32;
    static final int BLOCK = 128;
    private static final int MINIBLOCKS = BLOCK / MINIBLOCK;
    private static final int SAMPLE_STEP = 16 * MINIBLOCK;

    // Above this, packing costs more time than it saves bytes: uniform ids are all noise.
    private static final int LONG_BITS_MAX = 44;
    private static final int INT_BITS_MAX = 26;

    private final long[] deltas = new long[BLOCK];

    /** {@code values[0..count-1]} of a 64-bit column. */
    void writeLongs(long[] values, int count, Bytes out) {
        header(count, count == 0 ? 0 : values[0], out);
        for (int start = 1; start < count; start += BLOCK) {
            int size = Math.min(BLOCK, count - start);
            long min = Long.MAX_VALUE;
            for (int i = 0; i < size; i++) {
                long delta = values[start + i] - values[start + i - 1];
                deltas[i] = delta;
                min = Math.min(min, delta);
            }
            for (int i = 0; i < size; i++) {
                deltas[i] -= min;
            }
            block(min, size, out);
        }
    }

    /** {@code values[0..count-1]} of a 32-bit column. */
    void writeInts(int[] values, int count, Bytes out) {
        header(count, count == 0 ? 0 : values[0], out);
        for (int start = 1; start < count; start += BLOCK) {
            int size = Math.min(BLOCK, count - start);
            int min = Integer.MAX_VALUE;
            for (int i = 0; i < size; i++) {
                int delta = values[start + i] - values[start + i - 1];
                deltas[i] = delta;
                min = Math.min(min, delta);
            }
            for (int i = 0; i < size; i++) {
                deltas[i] = ((int) deltas[i] - min) & 0xFFFFFFFFL;
            }
            block(min, size, out);
        }
    }

    private static void header(int count, long first, Bytes out) {
        out.varint(BLOCK);
        out.varint(MINIBLOCKS);
        out.varint(count);
        out.zigzag(first);
    }

    private void block(long min, int size, Bytes out) {
        for (int i = size; i < BLOCK; i++) {
            deltas[i] = 0;
        }
        out.zigzag(min);
        out.reserve(MINIBLOCKS + BLOCK * Long.BYTES + Long.BYTES);
        int widths = out.length;
        out.length += MINIBLOCKS;
        for (int mini = 0; mini < MINIBLOCKS; mini++) {
            int from = mini * MINIBLOCK;
            long used = 0;
            for (int i = from; i < from + MINIBLOCK; i++) {
                used |= deltas[i];
            }
            int width = from < size ? Long.SIZE - Long.numberOfLeadingZeros(used) : 0;
            out.array[widths + mini] = (byte) width;
            pack(from, width, out);
        }
    }

    /** 32 values of one width end on a byte: 4 * width bytes. */
    private void pack(int from, int width, Bytes out) {
        if (width == 0) {
            return;
        }
        byte[] target = out.array;
        int position = out.length;
        long word = 0;
        int bits = 0;
        for (int i = from; i < from + MINIBLOCK; i++) {
            long value = deltas[i];
            word |= value << bits;
            bits += width;
            if (bits >= Long.SIZE) {
                Bytes.LE64.set(target, position, word);
                position += Long.BYTES;
                bits -= Long.SIZE;
                // A shift by 64 would be a shift by 0.
                word = bits == 0 ? 0 : value >>> (width - bits);
            }
        }
        if (bits > 0) {
            Bytes.LE64.set(target, position, word);
        }
        out.length += MINIBLOCK / Byte.SIZE * width;
    }

    /** Whether differences make a smaller page than values do, judged from one miniblock in sixteen. */
    static boolean pays(long[] values, int count) {
        long bits = 0;
        int changes = 0;
        int miniblocks = 0;
        for (int start = 1; start + MINIBLOCK <= count; start += SAMPLE_STEP) {
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            for (int i = start; i < start + MINIBLOCK; i++) {
                long delta = values[i] - values[i - 1];
                min = Math.min(min, delta);
                max = Math.max(max, delta);
                changes += delta == 0 ? 0 : 1;
            }
            bits += Long.SIZE - Long.numberOfLeadingZeros(max - min);
            miniblocks++;
        }
        return pays(bits, changes, miniblocks, LONG_BITS_MAX);
    }

    /** The same of a 32-bit column. */
    static boolean pays(int[] values, int count) {
        long bits = 0;
        int changes = 0;
        int miniblocks = 0;
        for (int start = 1; start + MINIBLOCK <= count; start += SAMPLE_STEP) {
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            for (int i = start; i < start + MINIBLOCK; i++) {
                long delta = (long) values[i] - values[i - 1];
                min = Math.min(min, delta);
                max = Math.max(max, delta);
                changes += delta == 0 ? 0 : 1;
            }
            bits += Long.SIZE - Long.numberOfLeadingZeros(max - min);
            miniblocks++;
        }
        return pays(bits, changes, miniblocks, INT_BITS_MAX);
    }

    /**
     * Wide differences are noise and cost time. And where a value repeats a few times before it jumps, as ids do in the
     * rows of one flow, every difference is stored as wide as the jump, while zstd pays for the jumps only: then the
     * values as they are come out smaller, at about a byte more for each change.
     */
    private static boolean pays(long bits, int changes, int miniblocks, int bitsMax) {
        if (miniblocks == 0) {
            return true;
        }
        double width = (double) bits / miniblocks;
        double changing = (double) changes / (miniblocks * MINIBLOCK);
        return width <= bitsMax && width <= changing * (width + Byte.SIZE);
    }
}
