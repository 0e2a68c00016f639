package io.millrace.slab;

import io.millrace.contract.Iso;
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
    private static final VarHandle LE16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int ROWS_PER_STEP = 128;
    private static final byte[][] NO_WORDS = new byte[0][];

    /** Cells are written as whole words, so the last one of a row may spill behind its end. */
    private static final int SPILL = Long.BYTES;

    /** The letters of a packed code, first letter lowest. */
    private static final short[] COUNTRY_LETTERS = new short[26 * 26];

    private static final int[] CURRENCY_LETTERS = new int[26 * 26 * 26];

    static {
        for (int packed = 0; packed < COUNTRY_LETTERS.length; packed++) {
            String letters = Iso.country(packed);
            COUNTRY_LETTERS[packed] = (short) (letters.charAt(0) | letters.charAt(1) << 8);
        }
        for (int packed = 0; packed < CURRENCY_LETTERS.length; packed++) {
            String letters = Iso.currency(packed);
            CURRENCY_LETTERS[packed] = letters.charAt(0) | letters.charAt(1) << 8 | letters.charAt(2) << 16;
        }
    }

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
        int stride = SPILL;
        for (int i = 0; i < columns.size(); i++) {
            stride += lengthMax(columns.get(i), wordsOfColumn[i], from, rows);
        }
        if (bytes.length < stride * rows) {
            bytes = new byte[stride * ROWS_PER_STEP];
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
                    appendOrAbsent(values, column.absent(), from, rows, bytes, end);
                } else {
                    append(values, from, rows, bytes, end);
                }
            }
            case I32, U32 -> {
                int[] values = (int[]) column.array();
                if (column.nullable()) {
                    appendOrAbsent(values, (int) column.absent(), from, rows, bytes, end);
                } else {
                    append(values, from, rows, bytes, end);
                }
            }
            case ENUM -> {
                byte[] codes = (byte[]) column.array();
                if (column.nullable()) {
                    appendOrAbsent(codes, from, rows, bytes, end);
                } else {
                    append(codes, from, rows, bytes, end);
                }
            }
            case BOOL -> append((boolean[]) column.array(), from, rows, bytes, end);
            case CC -> {
                short[] codes = (short[]) column.array();
                for (int row = 0; row < rows; row++) {
                    if (mark(column, from, row)) {
                        LE16.set(bytes, end[row], COUNTRY_LETTERS[codes[from + row]]);
                        end[row] += 2;
                    }
                }
            }
            case CUR -> {
                short[] codes = (short[]) column.array();
                for (int row = 0; row < rows; row++) {
                    if (mark(column, from, row)) {
                        LE32.set(bytes, end[row], CURRENCY_LETTERS[codes[from + row]]);
                        end[row] += 3;
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

    private static void append(long[] values, int from, int rows, byte[] bytes, int[] end) {
        for (int row = 0; row < rows; row++) {
            int at = end[row];
            LE64.set(bytes, at, values[from + row]);
            end[row] = at + Long.BYTES;
        }
    }

    private static void appendOrAbsent(long[] values, long absent, int from, int rows, byte[] bytes, int[] end) {
        for (int row = 0; row < rows; row++) {
            int at = end[row];
            long value = values[from + row];
            // Mark and value are both written; a null row just does not move past the value.
            int present = value != absent ? 1 : 0;
            bytes[at] = (byte) present;
            LE64.set(bytes, at + 1, value);
            end[row] = at + 1 + present * Long.BYTES;
        }
    }

    private static void append(int[] values, int from, int rows, byte[] bytes, int[] end) {
        for (int row = 0; row < rows; row++) {
            int at = end[row];
            LE32.set(bytes, at, values[from + row]);
            end[row] = at + Integer.BYTES;
        }
    }

    private static void appendOrAbsent(int[] values, int absent, int from, int rows, byte[] bytes, int[] end) {
        for (int row = 0; row < rows; row++) {
            int at = end[row];
            int value = values[from + row];
            int present = value != absent ? 1 : 0;
            bytes[at] = (byte) present;
            LE32.set(bytes, at + 1, value);
            end[row] = at + 1 + present * Integer.BYTES;
        }
    }

    private static void append(byte[] codes, int from, int rows, byte[] bytes, int[] end) {
        for (int row = 0; row < rows; row++) {
            int at = end[row];
            bytes[at] = codes[from + row];
            end[row] = at + 1;
        }
    }

    private static void appendOrAbsent(byte[] codes, int from, int rows, byte[] bytes, int[] end) {
        for (int row = 0; row < rows; row++) {
            int at = end[row];
            int code = codes[from + row];
            int present = code != 0 ? 1 : 0;
            LE16.set(bytes, at, (short) (present | code << 8));
            end[row] = at + 1 + present;
        }
    }

    private static void append(boolean[] values, int from, int rows, byte[] bytes, int[] end) {
        for (int row = 0; row < rows; row++) {
            int at = end[row];
            bytes[at] = (byte) (values[from + row] ? 1 : 0);
            end[row] = at + 1;
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
