package io.millrace.job.sinks.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.Arrays;

/** Working space of one thread while it encodes a page; nothing in it outlives the page. */
final class Scratch {
    /** Level 1: a higher one saves a few percent of bytes for a third of the speed. */
    private static final int ZSTD_LEVEL = 1;

    /** Enough to see values repeat; trying all of a page would cost what skipping saves. */
    private static final int SAMPLE_BYTES = 1 << 14;

    /** Bytes of a hundred that compression must leave at most: noise costs time to write and to read, and shrinks by nothing. */
    private static final int PERCENT_MAX = 95;

    /** A context of zstd is hundreds of kilobytes outside the heap, so it is made once, and goes with its owner. */
    private static final Cleaner CLEANER = Cleaner.create();

    final Bytes page = new Bytes(1 << 12);
    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);
    private final Bytes compressed = new Bytes(1 << 12);
    final DeltaPacking delta = new DeltaPacking();
    private long[] longs = new long[0];
    private int[] ints = new int[0];
    private byte[] levels = new byte[0];

    Scratch() {
        CLEANER.register(this, zstd::close);
    }

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

    /** Whether {@link #page} is too short to be judged by a sample. */
    boolean isShort() {
        return page.length < 4 * SAMPLE_BYTES;
    }

    /** Whether compression pays for {@link #page}, judged from its middle. */
    boolean shrinks() throws IOException {
        compress(page.array, (page.length - SAMPLE_BYTES) / 2, SAMPLE_BYTES);
        return 100 * compressed.length <= PERCENT_MAX * SAMPLE_BYTES;
    }

    /** {@link #page} compressed, until the next call. */
    Bytes compress() throws IOException {
        return compress(page.array, 0, page.length);
    }

    /** So many bytes compressed, until the next call. */
    Bytes compress(byte[] plain, int from, int count) throws IOException {
        compressed.length = 0;
        compressed.reserve(Math.toIntExact(Zstd.compressBound(count)));
        try {
            compressed.length =
                    zstd.compressByteArray(compressed.array, 0, compressed.array.length, plain, from, count);
        } catch (ZstdException e) {
            throw new IOException("zstd: " + e.getMessage(), e);
        }
        return compressed;
    }
}
