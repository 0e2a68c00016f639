package io.millrace.job.sinks.parquet;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.slab.Columns;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.format.Encoding;

/** Free text of dimensions and rejects: through a dictionary while it repeats, plain once it does not. */
final class TextChunk extends ColumnChunk {
    private static final int ENTRIES_MAX = 1 << 15;

    private final Map<String, Integer> entries = new LinkedHashMap<>();
    private String[] cells = new String[0];
    private byte[] min;
    private byte[] max;

    TextChunk(Columns.Column column) {
        super(column);
    }

    @Override
    void append(Object source, int from, int rows, int at) {
        cells = at + rows <= cells.length ? cells : Arrays.copyOf(cells, PageRoom.grown(cells.length, at + rows));
        System.arraycopy(source, from, cells, at, rows);
        for (int row = at; row < at + rows && !nullable; row++) {
            if (cells[row] == null) {
                throw new RunException(Problem.of(
                        ErrorCode.OUTPUT_SCHEMA_VIOLATION,
                        name,
                        "must have a value in every row",
                        "null",
                        "report it: a stage left the column unset"));
            }
        }
    }

    @Override
    Encoding encode(int rows, Scratch scratch) {
        int count = rows;
        if (nullable) {
            count = present(rows, scratch);
        }
        Encoding encoding = count > 0 && indices(count, scratch) ? Encoding.RLE_DICTIONARY : Encoding.PLAIN;
        if (encoding == Encoding.PLAIN) {
            for (int i = 0; i < count; i++) {
                byte[] text = utf8(cells[i]);
                scratch.page.le32(text.length);
                scratch.page.write(text, 0, text.length);
            }
        }
        Arrays.fill(cells, 0, rows, null);
        return encoding;
    }

    /** Moves the values together and writes the levels. */
    private int present(int rows, Scratch scratch) {
        byte[] levels = scratch.levels(rows);
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (cells[row] != null) {
                levels[row >>> 3] |= (byte) (1 << (row & 7));
                cells[count++] = cells[row];
            }
        }
        writeLevels(levels, rows, count, scratch.page);
        return count;
    }

    /** Writes a page of indices; false when the dictionary would grow too large, then nothing is written. */
    private boolean indices(int count, Scratch scratch) {
        int[] indices = scratch.ints(count);
        for (int i = 0; i < count; i++) {
            Integer index = entries.get(cells[i]);
            if (index == null) {
                if (entries.size() == ENTRIES_MAX) {
                    return false;
                }
                index = entries.size();
                entries.put(cells[i], index);
            }
            indices[i] = index;
        }
        int width = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(entries.size() - 1));
        scratch.page.write(width);
        RunLengths.write(indices, count, width, scratch.page);
        return true;
    }

    private byte[] utf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        min = min == null || Arrays.compareUnsigned(bytes, min) < 0 ? bytes : min;
        max = max == null || Arrays.compareUnsigned(bytes, max) > 0 ? bytes : max;
        return bytes;
    }

    @Override
    int dictionary(Bytes plain) {
        for (String entry : entries.keySet()) {
            byte[] text = utf8(entry);
            plain.le32(text.length);
            plain.write(text, 0, text.length);
        }
        return entries.size();
    }

    @Override
    byte[] min() {
        return min;
    }

    @Override
    byte[] max() {
        return max;
    }

    @Override
    void startGroup() {
        entries.clear();
        min = null;
        max = null;
    }
}
