package io.millrace.job.sinks.parquet;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.util.Arrays;

/** Working space of one thread while it encodes a page; nothing in it outlives the page. */
final class Scratch {
    /** Level 1: a higher one saves a few percent of bytes for a third of the speed. */
    private static final int ZSTD_LEVEL = 1;

    final Bytes page = new Bytes(1 << 12);
    final Bytes compressed = new Bytes(1 << 12);
    final DeltaPacking delta = new DeltaPacking();
    private long[] longs = new long[0];
    private int[] ints = new int[0];
    private byte[] levels = new byte[0];

    long[] longs(int count) {
        if (longs.length < count) {
            longs = new long[count];
        }
        return longs;
    }

    int[] ints(int count) {
        if (ints.length < count) {
            ints = new int[count];
        }
        return ints;
    }

    /** Cleared bits for {@code count} rows. */
    byte[] levels(int count) {
        int bytes = (count + Byte.SIZE - 1) / Byte.SIZE;
        if (levels.length < bytes) {
            levels = new byte[bytes];
        }
        Arrays.fill(levels, 0, bytes, (byte) 0);
        return levels;
    }

    /** Compresses {@link #page} into {@link #compressed}. */
    void compress() throws IOException {
        compressed.length = 0;
        compressed.reserve(Math.toIntExact(Zstd.compressBound(page.length)));
        long size = Zstd.compressByteArray(
                compressed.array, 0, compressed.array.length, page.array, 0, page.length, ZSTD_LEVEL);
        if (Zstd.isError(size)) {
            throw new IOException("zstd: " + Zstd.getErrorName(size));
        }
        compressed.length = (int) size;
    }
}
