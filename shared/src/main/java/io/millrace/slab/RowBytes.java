package io.millrace.slab;

import io.millrace.digest.RowDigest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Canonical bytes of published rows (contracts 4.1): the columns in file order, nothing between them. Rows are built a
 * hundred at a time, column by column, in one reused buffer, because a loop over one array is several times cheaper than
 * a walk over the columns of one row. Belongs to one thread.
 */
public final class RowBytes {
    private static final VarHandle LE64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LE32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int ROWS_PER_STEP = 128;
    private static final byte[][] NO_WORDS = new byte[0][];

    private final byte[][] zones;
    private final int[] end = new int[ROWS_PER_STEP];
    private byte[] bytes = new byte[0];
    private SlabKind wordsOf;
    private byte[][][] wordsOfColumn = new byte[0][][];

    /** @param zones tzids by ordinal, for ZONE columns; their text is what counts, so ordinals may differ between worlds */
    public RowBytes(List<String> zones) {
        this.zones = zones.stream().map(RowBytes::uer).toArray(byte[][]::new);
    }

    /** Adds rows {@code from..to-1} to a digest. */
    public void addTo(RowDigest digest, Slab slab, int from, int to) {
        for (int start = from; start < to; start += ROWS_PER_STEP) {
            int rows = Math.min(ROWS_PER_STEP, to - start);
            int stride = write(slab, start, rows);
            for (int row = 0; row < rows; row++) {
                int first = row * stride;
                digest.addRow(bytes, first, end[row] - first);
            }
        }
    }

    /** The canonical bytes of one row, in an array of their own. */
    public byte[] of(Slab slab, int row) {
        write(slab, row, 1);
        return Arrays.copyOf(bytes, end[0]);
    }

    /** @return bytes between the starts of two rows in the buffer */
    private int write(Slab slab, int from, int rows) {
        List<Columns.Column> columns = slab.columns().published();
        if (slab.kind() != wordsOf) {
            wordsOf = slab.kind();
            wordsOfColumn = columns.stream().map(this::words).toArray(byte[][][]::new);
        }
        int stride = 0;
        for (int i = 0; i < columns.size(); i++) {
            stride += lengthMax(columns.get(i), wordsOfColumn[i], from, rows);
        }
        if (bytes.length < stride * rows + Long.BYTES) {
            bytes = new byte[stride * ROWS_PER_STEP + Long.BYTES];
        }
        for (int row = 0; row < rows; row++) {
            end[row] = row * stride;
        }
        for (int i = 0; i < columns.size(); i++) {
            append(columns.get(i), wordsOfColumn[i], from, rows);
        }
        return stride;
    }

    private byte[][] words(Columns.Column column) {
        return switch (column.kind()) {
            case WORD ->
                Arrays.stream(column.vocabulary())
                        .map(word -> uer(word.token()))
                        .toArray(byte[][]::new);
            case ZONE -> zones;
            case I32, U32, I64, U64, TS, BOOL, ENUM, CC, CUR, STR -> NO_WORDS;
        };
    }

    private static int lengthMax(Columns.Column column, byte[][] words, int from, int rows) {
        int mark = column.nullable() ? 1 : 0;
        return mark
                + switch (column.kind()) {
                    case I64, U64, TS -> Long.BYTES;
                    case I32, U32 -> Integer.BYTES;
                    case BOOL, ENUM -> 1;
                    case CC -> 2;
                    case CUR -> 3;
                    case ZONE, WORD -> longest(words);
                    case STR -> longestText((String[]) column.array(), from, rows);
                };
    }

    private static int longest(byte[][] words) {
        int longest = 0;
        for (byte[] word : words) {
            longest = Math.max(longest, word.length);
        }
        return longest;
    }

    private static int longestText(String[] texts, int from, int rows) {
        int longest = 0;
        for (int row = from; row < from + rows; row++) {
            longest = Math.max(longest, texts[row] == null ? 0 : texts[row].length());
        }
        // A UTF-16 unit takes at most three bytes of UTF-8.
        return Integer.BYTES + 3 * longest;
    }

    private void append(Columns.Column column, byte[][] words, int from, int rows) {
        switch (column.kind()) {
            case I64, U64, TS -> {
                long[] values = (long[]) column.array();
                if (column.nullable()) {
                    appendOrAbsent(values, column.absent(), from, rows);
                } else {
                    append(values, from, rows);
                }
            }
            case I32, U32 -> {
                int[] values = (int[]) column.array();
                if (column.nullable()) {
                    appendOrAbsent(values, (int) column.absent(), from, rows);
                } else {
                    append(values, from, rows);
                }
            }
            case ENUM -> {
                byte[] codes = (byte[]) column.array();
                if (column.nullable()) {
                    appendOrAbsent(codes, from, rows);
                } else {
                    append(codes, from, rows);
                }
            }
            case BOOL -> {
                boolean[] values = (boolean[]) column.array();
                for (int row = 0; row < rows; row++) {
                    bytes[end[row]++] = (byte) (values[from + row] ? 1 : 0);
                }
            }
            case CC -> {
                for (int row = 0; row < rows; row++) {
                    if (mark(column, from, row)) {
                        int packed = ((short[]) column.array())[from + row];
                        bytes[end[row]++] = (byte) ('A' + packed / 26);
                        bytes[end[row]++] = (byte) ('A' + packed % 26);
                    }
                }
            }
            case CUR -> {
                for (int row = 0; row < rows; row++) {
                    if (mark(column, from, row)) {
                        int packed = ((short[]) column.array())[from + row];
                        bytes[end[row]++] = (byte) ('A' + packed / 676);
                        bytes[end[row]++] = (byte) ('A' + packed / 26 % 26);
                        bytes[end[row]++] = (byte) ('A' + packed % 26);
                    }
                }
            }
            case ZONE -> {
                short[] ordinals = (short[]) column.array();
                for (int row = 0; row < rows; row++) {
                    if (mark(column, from, row)) {
                        append(row, words[ordinals[from + row]]);
                    }
                }
            }
            case WORD -> {
                byte[] codes = (byte[]) column.array();
                for (int row = 0; row < rows; row++) {
                    if (mark(column, from, row)) {
                        append(row, words[(codes[from + row] & 0xFF) - 1]);
                    }
                }
            }
            case STR -> {
                String[] texts = (String[]) column.array();
                for (int row = 0; row < rows; row++) {
                    if (mark(column, from, row)) {
                        append(row, uer(texts[from + row]));
                    }
                }
            }
        }
    }

    private void append(long[] values, int from, int rows) {
        for (int row = 0; row < rows; row++) {
            int at = end[row];
            LE64.set(bytes, at, values[from + row]);
            end[row] = at + Long.BYTES;
        }
    }

    private void appendOrAbsent(long[] values, long absent, int from, int rows) {
        for (int row = 0; row < rows; row++) {
            int at = end[row];
            long value = values[from + row];
            // Both bytes and value are written; a null row just does not move past the value.
            boolean present = value != absent;
            bytes[at] = (byte) (present ? 1 : 0);
            LE64.set(bytes, at + 1, value);
            end[row] = at + (present ? 1 + Long.BYTES : 1);
        }
    }

    private void append(int[] values, int from, int rows) {
        for (int row = 0; row < rows; row++) {
            int at = end[row];
            LE32.set(bytes, at, values[from + row]);
            end[row] = at + Integer.BYTES;
        }
    }

    private void appendOrAbsent(int[] values, int absent, int from, int rows) {
        for (int row = 0; row < rows; row++) {
            int at = end[row];
            int value = values[from + row];
            boolean present = value != absent;
            bytes[at] = (byte) (present ? 1 : 0);
            LE32.set(bytes, at + 1, value);
            end[row] = at + (present ? 1 + Integer.BYTES : 1);
        }
    }

    private void append(byte[] codes, int from, int rows) {
        for (int row = 0; row < rows; row++) {
            bytes[end[row]++] = codes[from + row];
        }
    }

    private void appendOrAbsent(byte[] codes, int from, int rows) {
        for (int row = 0; row < rows; row++) {
            int at = end[row];
            byte code = codes[from + row];
            boolean present = code != 0;
            bytes[at] = (byte) (present ? 1 : 0);
            bytes[at + 1] = code;
            end[row] = at + (present ? 2 : 1);
        }
    }

    private void append(int row, byte[] word) {
        System.arraycopy(word, 0, bytes, end[row], word.length);
        end[row] += word.length;
    }

    /** Writes the mark of a nullable cell; true when a value follows. */
    private boolean mark(Columns.Column column, int from, int row) {
        if (!column.nullable()) {
            return true;
        }
        boolean present = !column.isAbsent(from + row);
        bytes[end[row]++] = (byte) (present ? 1 : 0);
        return present;
    }

    private static byte[] uer(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] uer = new byte[Integer.BYTES + utf8.length];
        LE32.set(uer, 0, utf8.length);
        System.arraycopy(utf8, 0, uer, Integer.BYTES, utf8.length);
        return uer;
    }
}
