package io.millrace.world;

import io.millrace.world.IndexLayout.Section;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Writes sections one after the other into a temporary file; the header comes last, and only {@link #publish} gives the
 * file its name, so that no reader ever sees half of it.
 */
final class IndexFileWriter implements AutoCloseable {
    private static final int BUFFER = 1 << 20;

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private final int chunkBits;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer header = ByteBuffer.allocate(IndexLayout.PAGE).order(ByteOrder.LITTLE_ENDIAN);
    private final MessageDigest digest = sha256();
    private final CRC32C crc = new CRC32C();
    private long written = IndexLayout.PAGE;
    private long sectionAt;
    private Section section;

    IndexFileWriter(Path target, int chunkBits) throws IOException {
        this.target = target;
        this.chunkBits = chunkBits;
        Path folder = target.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        temporary = folder.resolve("." + target.getFileName() + ".tmp");
        channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        channel.position(IndexLayout.PAGE);
    }

    void begin(Section next) {
        section = next;
        sectionAt = position();
        crc.reset();
    }

    void end() throws IOException {
        long length = position() - sectionAt;
        pad((int) (IndexLayout.padded(length) - length));
        flush();
        int entry = IndexLayout.TABLE_AT + section.ordinal() * IndexLayout.TABLE_ENTRY;
        header.putLong(entry, section.tag());
        header.putLong(entry + 8, sectionAt);
        header.putLong(entry + 16, length);
        header.putInt(entry + 24, section.elementBytes());
        header.putInt(entry + 28, (int) crc.getValue());
    }

    /** Bytes from the start of the section to the next value. */
    long offset() {
        return position() - sectionAt;
    }

    /** Moves on to the next chunk unless this many bytes fit into the present one. */
    void keepTogether(int bytes) throws IOException {
        long end = position() + bytes - 1;
        if (position() >>> chunkBits != end >>> chunkBits) {
            pad((int) ((end >>> chunkBits << chunkBits) - position()));
        }
    }

    void putByte(int value) throws IOException {
        room(1);
        buffer.put((byte) value);
    }

    void putShort(int value) throws IOException {
        room(2);
        buffer.putShort((short) value);
    }

    void putInt(int value) throws IOException {
        room(4);
        buffer.putInt(value);
    }

    void putLong(long value) throws IOException {
        room(8);
        buffer.putLong(value);
    }

    void putBytes(byte[] values) throws IOException {
        for (byte value : values) {
            putByte(value);
        }
    }

    void pad(int zeros) throws IOException {
        for (int i = 0; i < zeros; i++) {
            putByte(0);
        }
    }

    /**
     * Writes the header and renames.
     *
     * @return content digest, hex64
     */
    String publish(int flags) throws IOException {
        header.putLong(0, IndexLayout.MAGIC);
        header.putInt(IndexLayout.FORMAT_AT, IndexLayout.FORMAT);
        header.putInt(IndexLayout.FLAGS_AT, flags);
        header.putInt(IndexLayout.CHUNK_BITS_AT, chunkBits);
        header.putInt(IndexLayout.SECTIONS_AT, Section.values().length);
        header.putLong(IndexLayout.LENGTH_AT, written);
        digest.update(header.array());
        byte[] content = digest.digest();
        header.put(IndexLayout.DIGEST_AT, content);
        crc.reset();
        crc.update(header.array(), 0, IndexLayout.HEADER_CRC_AT);
        header.putInt(IndexLayout.HEADER_CRC_AT, (int) crc.getValue());
        header.rewind();
        long at = 0;
        while (header.hasRemaining()) {
            at += channel.write(header, at);
        }
        channel.force(true);
        channel.close();
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(target.toAbsolutePath().getParent());
        return HexFormat.of().formatHex(content);
    }

    /** Removes what was not published. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(temporary);
    }

    private long position() {
        return written + buffer.position();
    }

    private void room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        digest.update(buffer.array(), 0, buffer.limit());
        crc.update(buffer.array(), 0, buffer.limit());
        written += buffer.limit();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Systems that open no folders order renames themselves. */
    private static void syncFolder(Path folder) throws IOException {
        if (!System.getProperty("os.name").startsWith("Windows")) {
            try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
                opened.force(true);
            }
        }
    }
}
