package io.millrace.job.sinks.parquet;

/** Parquet's hybrid of repeated runs and bit-packed groups of eight, for dictionary indices and definition levels. */
final class RunLengths {
    private static final int GROUP = 8;

    /** A shorter run is no smaller than its packed bits and the headers around it. */
    private static final int RUN_MIN = 4 * GROUP;

    private RunLengths() {}

    /**
     * Looks at whole groups only: a run begins where a group begins and ends where one ends, or with the values. To find
     * where values repeat inside groups would save hardly a byte behind zstd and cost a wrong guess at every second value.
     *
     * @param values 0..2^width-1, {@code count} of them; the array may be longer
     * @param width bits, 1..31
     */
    static void write(int[] values, int count, int width, Bytes out) {
        int pending = 0;
        int at = 0;
        while (at + GROUP <= count) {
            int end = at + GROUP;
            if (isEven(values, at)) {
                end = runEnd(values, at, count);
                if (end - at >= RUN_MIN) {
                    writePacked(values, pending, at, width, out);
                    writeRun(values[at], end - at, width, out);
                    pending = end;
                }
            }
            at = end;
        }
        writePacked(values, pending, count, width, out);
    }

    /** Whether the eight values from {@code at} on are one value. */
    private static boolean isEven(int[] values, int at) {
        int value = values[at];
        int differing = (values[at + 1] ^ value)
                | (values[at + 2] ^ value)
                | (values[at + 3] ^ value)
                | (values[at + 4] ^ value)
                | (values[at + 5] ^ value)
                | (values[at + 6] ^ value)
                | (values[at + 7] ^ value);
        return differing == 0;
    }

    private static int runEnd(int[] values, int at, int count) {
        int end = at + GROUP;
        while (end < count && values[end] == values[at]) {
            end++;
        }
        return end == count ? end : end - (end - at) % GROUP;
    }

    /** {@code count} times one value. */
    static void writeRun(int value, int count, int width, Bytes out) {
        out.varint((long) count << 1);
        for (int bits = 0; bits < width; bits += Byte.SIZE) {
            out.write(value >>> bits);
        }
    }

    /** Packs {@code values[from..to-1]}, the last group filled up with zeros. */
    private static void writePacked(int[] values, int from, int to, int width, Bytes out) {
        if (from == to) {
            return;
        }
        int groups = (to - from + GROUP - 1) / GROUP;
        out.varint((long) groups << 1 | 1);
        out.reserve(groups * width + Long.BYTES);
        int fullEnd = from + (to - from) / GROUP * GROUP;
        if (width <= Byte.SIZE) {
            packNarrow(values, from, fullEnd, width, out);
        } else {
            packWide(values, from, fullEnd, width, out);
        }
        if (fullEnd < to) {
            int[] last = new int[GROUP];
            System.arraycopy(values, fullEnd, last, 0, to - fullEnd);
            packWide(last, 0, GROUP, width, out);
        }
    }

    /** Eight values of up to eight bits make one word. */
    private static void packNarrow(int[] values, int from, int to, int width, Bytes out) {
        byte[] target = out.array;
        int position = out.length;
        for (int i = from; i < to; i += GROUP) {
            long word = (long) values[i]
                    | (long) values[i + 1] << width
                    | (long) values[i + 2] << (2 * width)
                    | (long) values[i + 3] << (3 * width)
                    | (long) values[i + 4] << (4 * width)
                    | (long) values[i + 5] << (5 * width)
                    | (long) values[i + 6] << (6 * width)
                    | (long) values[i + 7] << (7 * width);
            Bytes.LE64.set(target, position, word);
            position += width;
        }
        out.length = position;
    }

    private static void packWide(int[] values, int from, int to, int width, Bytes out) {
        byte[] target = out.array;
        int position = out.length;
        long word = 0;
        int bits = 0;
        for (int i = from; i < to; i++) {
            word |= (long) values[i] << bits;
            bits += width;
            while (bits >= Byte.SIZE) {
                target[position++] = (byte) word;
                word >>>= Byte.SIZE;
                bits -= Byte.SIZE;
            }
        }
        out.length = position;
    }
}
