package io.millrace.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over tables as they stand in memory, one after the other: of each its length and the bits of its entries,
 * little-endian. Two programs that agree on it make the same rows, as far as their tables go. Used once, by one thread.
 */
public final class TableHash {
    private static final int PAGE = 1 << 13;

    private final MessageDigest digest;
    private final ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);

    public TableHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A table of words. */
    public void add(long[] table) {
        add(table.length);
        for (long word : table) {
            add(word);
        }
    }

    /** A table of numbers, by their bits. */
    public void add(double[] table) {
        add(table.length);
        for (double number : table) {
            add(Double.doubleToRawLongBits(number));
        }
    }

    /** @param table may be absent, which counts too */
    public void add(CutTable table) {
        int cuts = table == null ? -1 : table.max();
        add(cuts);
        for (int cut = 0; cut < cuts; cut++) {
            add(table.cut(cut));
        }
    }

    /** @param tables in their order; any may be absent */
    public void add(CutTable[] tables) {
        add(tables == null ? -1 : tables.length);
        if (tables != null) {
            for (CutTable table : tables) {
                add(table);
            }
        }
    }

    /** @param table may be absent, which counts too */
    public void add(AliasTable table) {
        int entries = table == null ? -1 : table.size();
        add(entries);
        for (int entry = 0; entry < entries; entry++) {
            add(table.threshold(entry));
            add(table.alias(entry));
        }
    }

    /** One word, such as a number that belongs to a table. */
    public void add(long word) {
        if (page.remaining() < Long.BYTES) {
            flush();
        }
        page.putLong(word);
    }

    /** Of all that was added. @return hex64 */
    public String hex() {
        flush();
        return HexFormat.of().formatHex(digest.digest());
    }

    private void flush() {
        digest.update(page.array(), 0, page.position());
        page.clear();
    }
}
