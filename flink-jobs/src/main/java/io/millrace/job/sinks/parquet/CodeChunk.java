package io.millrace.job.sinks.parquet;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.Iso;
import io.millrace.slab.Columns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.Encoding;

/** Text that slabs hold as a small code: enums, words, countries, currencies, zones. Always through a dictionary. */
final class CodeChunk extends ColumnChunk {
    private static final int COUNTRIES = 26 * 26;
    private static final int CURRENCIES = 26 * 26 * 26;

    /** Smallest value of any cell: null of the kinds that count from 0. */
    private static final int FIRST = -1;

    private final Columns.Column described;
    private final List<String> zones;
    private final int absent;
    private final int first;
    private final int codes;
    private final short[] indexOfCode;
    private final List<byte[]> entries = new ArrayList<>();
    private short[] cells = new short[0];

    /** @param described any column of this name and kind; its cells are not read */
    CodeChunk(Columns.Column described, List<String> zones) {
        super(described);
        this.described = described;
        this.zones = zones;
        this.absent = (int) described.absent();
        this.first = firstCode();
        this.codes = codes();
        this.indexOfCode = new short[codes - FIRST];
        startGroup();
    }

    /** Smallest code a cell may hold, null included: enums count from 1 with 0 as null, the others from 0 with -1. */
    private int firstCode() {
        int firstValue = described.kind() == Columns.Kind.ENUM || described.kind() == Columns.Kind.WORD ? 1 : 0;
        return nullable ? firstValue - 1 : firstValue;
    }

    /** Codes are below this. */
    private int codes() {
        return switch (described.kind()) {
            case ENUM, WORD -> 1 + described.vocabulary().length;
            case CC -> COUNTRIES;
            case CUR -> CURRENCIES;
            case ZONE -> zones.size();
            case I32, U32, I64, U64, TS, BOOL, STR ->
                throw new IllegalArgumentException(name + " holds no codes but " + described.kind());
        };
    }

    @Override
    void append(Object source, int from, int rows, int at) {
        cells = at + rows <= cells.length ? cells : Arrays.copyOf(cells, PageRoom.grown(cells.length, at + rows));
        if (source instanceof byte[] codes) {
            for (int row = 0; row < rows; row++) {
                cells[at + row] = (short) (codes[from + row] & 0xFF);
            }
        } else {
            System.arraycopy(source, from, cells, at, rows);
        }
        check(at, rows);
    }

    private void check(int at, int rows) {
        int smallest = Integer.MAX_VALUE;
        int largest = Integer.MIN_VALUE;
        for (int row = at; row < at + rows; row++) {
            smallest = Math.min(smallest, cells[row]);
            largest = Math.max(largest, cells[row]);
        }
        if (rows > 0 && (smallest < first || largest >= codes)) {
            throw new RunException(Problem.of(
                    ErrorCode.OUTPUT_SCHEMA_VIOLATION,
                    name,
                    "must be a code of " + first + ".." + (codes - 1) + " in every row",
                    Integer.toString(smallest < first ? smallest : largest),
                    "report it: a stage left the column unset"));
        }
    }

    @Override
    Encoding encode(int rows, Scratch scratch) {
        int[] indices = scratch.ints(rows);
        int count = rows;
        if (nullable) {
            count = present(rows, indices, scratch);
        } else {
            for (int row = 0; row < rows; row++) {
                indices[row] = index(cells[row]);
            }
        }
        if (count == 0) {
            // No value, so no dictionary is needed and perhaps none follows.
            return Encoding.PLAIN;
        }
        int width = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(entries.size() - 1));
        scratch.page.write(width);
        RunLengths.write(indices, count, width, scratch.page);
        return Encoding.RLE_DICTIONARY;
    }

    /** Moves the indices together and writes the levels; without a branch, since nulls come as they like. */
    private int present(int rows, int[] indices, Scratch scratch) {
        byte[] levels = scratch.levels(rows);
        int count = 0;
        for (int start = 0; start < rows; start += Byte.SIZE) {
            int end = Math.min(rows, start + Byte.SIZE);
            int bits = 0;
            for (int row = start; row < end; row++) {
                short code = cells[row];
                int present = code != absent ? 1 : 0;
                bits |= present << (row - start);
                indices[count] = index(code);
                count += present;
            }
            levels[start >>> 3] = (byte) bits;
        }
        writeLevels(levels, rows, count, scratch.page);
        return count;
    }

    /** Of an absent cell any: it is written over. */
    private int index(short code) {
        int index = indexOfCode[code - FIRST];
        return index >= 0 ? index : register(code);
    }

    private int register(short code) {
        byte[] text = text(code).getBytes(StandardCharsets.UTF_8);
        entries.add(text);
        indexOfCode[code - FIRST] = (short) (entries.size() - 1);
        return entries.size() - 1;
    }

    private String text(short code) {
        return switch (described.kind()) {
            case ENUM, WORD -> described.vocabulary()[code - 1].token();
            case CC -> Iso.country(code);
            case CUR -> Iso.currency(code);
            case ZONE -> zones.get(code);
            case I32, U32, I64, U64, TS, BOOL, STR ->
                throw new IllegalArgumentException(name + " holds no codes but " + described.kind());
        };
    }

    @Override
    int dictionary(Bytes plain) {
        for (byte[] entry : entries) {
            plain.le32(entry.length);
            plain.write(entry, 0, entry.length);
        }
        return entries.size();
    }

    @Override
    byte[] min() {
        return entries.stream().min(Arrays::compareUnsigned).orElse(null);
    }

    @Override
    byte[] max() {
        return entries.stream().max(Arrays::compareUnsigned).orElse(null);
    }

    @Override
    void startGroup() {
        entries.clear();
        Arrays.fill(indexOfCode, (short) -1);
        if (nullable) {
            indexOfCode[absent - FIRST] = 0;
        }
    }
}
