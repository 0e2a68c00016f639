package io.millrace.world;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file in memory, read only, chunk by chunk. Reads name their place, so threads share it; values that are aligned to
 * their size never straddle chunks. The mapping ends when nobody refers to it any more.
 */
final class MappedFile {
    private final ByteBuffer[] chunks;
    private final int chunkBits;
    private final int mask;
    private final long length;

    private MappedFile(ByteBuffer[] chunks, int chunkBits, long length) {
        this.chunks = chunks;
        this.chunkBits = chunkBits;
        this.length = length;
        mask = (1 << chunkBits) - 1;
    }

    /** @param chunkBits 12..30 */
    static MappedFile of(Path file, int chunkBits) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = channel.size();
            long chunk = 1L << chunkBits;
            ByteBuffer[] chunks = new ByteBuffer[Math.toIntExact((length + chunk - 1) >>> chunkBits)];
            for (int i = 0; i < chunks.length; i++) {
                long start = i * chunk;
                chunks[i] = channel.map(FileChannel.MapMode.READ_ONLY, start, Math.min(chunk, length - start))
                        .order(ByteOrder.LITTLE_ENDIAN);
            }
            return new MappedFile(chunks, chunkBits, length);
        }
    }

    long length() {
        return length;
    }

    /** The chunk that holds a position; for values of one record, with {@link #within}. */
    ByteBuffer chunk(long position) {
        return chunks[(int) (position >>> chunkBits)];
    }

    /** Index of a position in its chunk. */
    int within(long position) {
        return (int) position & mask;
    }

    long getLong(long position) {
        return chunk(position).getLong(within(position));
    }

    int getInt(long position) {
        return chunk(position).getInt(within(position));
    }

    int getUnsignedShort(long position) {
        return chunk(position).getShort(within(position)) & 0xFFFF;
    }

    int getUnsignedByte(long position) {
        return chunk(position).get(within(position)) & 0xFF;
    }

    byte[] bytes(long position, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) getUnsignedByte(position + i);
        }
        return bytes;
    }

    int crc32c(long position, long size) {
        CRC32C crc = new CRC32C();
        long at = position;
        long end = position + size;
        while (at < end) {
            int from = within(at);
            int bytes = (int) Math.min(end - at, (1L << chunkBits) - from);
            ByteBuffer part = chunk(at).duplicate();
            part.limit(from + bytes).position(from);
            crc.update(part);
            at += bytes;
        }
        return (int) crc.getValue();
    }
}
