package io.millrace.job.sinks.parquet;

import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing byte array, little-endian. {@code array[0..length-1]} is valid; loops that fill it themselves reserve first. */
final class Bytes extends OutputStream {
    static final VarHandle LE64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LE32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    byte[] array;
    int length;

    Bytes(int capacity) {
        array = new byte[capacity];
    }

    /** Makes room for {@code more} bytes beyond {@code length}. */
    void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > array.length) {
            array = Arrays.copyOf(array, (int) Math.max(needed, Math.min(2L * array.length, Integer.MAX_VALUE - 8)));
        }
    }

    @Override
    public void write(int b) {
        reserve(1);
        array[length++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, array, length, count);
        length += count;
    }

    void le32(int word) {
        reserve(Integer.BYTES);
        LE32.set(array, length, word);
        length += Integer.BYTES;
    }

    /** Unsigned LEB128. */
    void varint(long word) {
        reserve(10);
        long rest = word;
        while ((rest & ~0x7FL) != 0) {
            array[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[length++] = (byte) rest;
    }

    /** Signed numbers as unsigned LEB128: 0, -1, 1, -2 … become 0, 1, 2, 3 … */
    void zigzag(long word) {
        varint((word << 1) ^ (word >> 63));
    }
}
