package io.millrace.job.sinks.parquet;

import io.millrace.slab.Columns;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;

/**
 * One column of the row group being written: the cells of the open page as they came, and the finished pages. A kind of
 * column says how cells are kept, how a page of them is encoded, and what its smallest and largest value are.
 */
abstract class ColumnChunk {
    private static final int DEFINITION_BITS = 1;

    final String name;
    final boolean nullable;
    private final Bytes pages = new Bytes(1 << 10);
    /** The pages, as long as none of them shrinks: when one does, they are compressed after all. */
    private final List<RawPage> raw = new ArrayList<>();

    private final Set<Encoding> encodings = EnumSet.of(Encoding.RLE);
    private long values;
    private long nulls;
    private long uncompressedSize;
    private boolean shrinks;

    ColumnChunk(Columns.Column column) {
        this.name = column.name();
        this.nullable = column.nullable();
    }

    /** Takes {@code cells[from..from+rows-1]} to position {@code at} of the open page, nulls as the slab marks them. */
    abstract void append(Object cells, int from, int rows, int at);

    /** Encodes the first {@code rows} cells of the open page into {@code scratch.page}; returns the encoding of values. */
    abstract Encoding encode(int rows, Scratch scratch);

    /** The dictionary of the row group, plain; 0 entries when there is none. */
    abstract int dictionary(Bytes plain);

    /** Smallest value of the row group in plain bytes; null when there is no value. */
    abstract byte[] min();

    /** Largest value. */
    abstract byte[] max();

    /** Forgets dictionary and statistics. */
    abstract void startGroup();

    /**
     * Ends the open page. All pages of a row group are compressed or none, which the format says once: they are from the
     * first that shrinks on, and those before it with it. The first pages of a day are not like the rest, since its
     * clearings come before its payments. A short first page is compressed unasked, a short
     * later one is not asked.
     */
    final void seal(int rows, Scratch scratch) throws IOException {
        scratch.page.length = 0;
        Encoding encoding = encode(rows, scratch);
        if (!shrinks && (scratch.isShort() ? values == 0 : scratch.shrinks())) {
            shrinks = true;
            compressRaw(scratch);
        }
        encodings.add(encoding);
        values += rows;
        append(rows, encoding, scratch.page.length, stored(scratch));
        if (!shrinks) {
            raw.add(new RawPage(rows, encoding, pages.length - scratch.page.length, scratch.page.length));
        }
    }

    /** A page that lies in {@code pages} as it is. */
    private record RawPage(int rows, Encoding encoding, int start, int length) {}

    private void compressRaw(Scratch scratch) throws IOException {
        if (raw.isEmpty()) {
            return;
        }
        byte[] before = Arrays.copyOf(pages.array, pages.length);
        pages.length = 0;
        uncompressedSize = 0;
        for (RawPage page : raw) {
            append(page.rows, page.encoding, page.length, scratch.compress(before, page.start, page.length));
        }
        raw.clear();
    }

    private void append(int rows, Encoding encoding, int length, Bytes stored) throws IOException {
        PageHeader header = header(PageType.DATA_PAGE, length, stored);
        header.setData_page_header(new DataPageHeader(rows, encoding, Encoding.RLE, Encoding.RLE));
        append(header, length, stored, pages);
    }

    /** Bytes of the finished pages. */
    final long encodedSize() {
        return pages.length;
    }

    /** Bytes the finished pages may take before their buffer grows. */
    final long room() {
        return pages.array.length;
    }

    /** Writes the chunk at file position {@code position}, describes it, and starts over for the next row group. */
    final ColumnMetaData finish(OutputStream out, long position, ColumnMetaData described, Scratch scratch)
            throws IOException {
        scratch.page.length = 0;
        long dictionaryLength = 0;
        int entries = dictionary(scratch.page);
        if (entries > 0) {
            Bytes stored = stored(scratch);
            PageHeader header = header(PageType.DICTIONARY_PAGE, scratch.page.length, stored);
            header.setDictionary_page_header(new DictionaryPageHeader(entries, Encoding.PLAIN));
            Bytes page = new Bytes(1 << 8);
            append(header, scratch.page.length, stored, page);
            out.write(page.array, 0, page.length);
            dictionaryLength = page.length;
            encodings.add(Encoding.PLAIN);
            described.setDictionary_page_offset(position);
        }
        out.write(pages.array, 0, pages.length);
        described
                .setCodec(shrinks ? CompressionCodec.ZSTD : CompressionCodec.UNCOMPRESSED)
                .setPath_in_schema(List.of(name))
                .setEncodings(new ArrayList<>(encodings))
                .setNum_values(values)
                .setTotal_uncompressed_size(uncompressedSize)
                .setTotal_compressed_size(dictionaryLength + pages.length)
                .setData_page_offset(position + dictionaryLength)
                .setStatistics(statistics());
        pages.length = 0;
        encodings.retainAll(EnumSet.of(Encoding.RLE));
        values = 0;
        nulls = 0;
        uncompressedSize = 0;
        shrinks = false;
        raw.clear();
        startGroup();
        return described;
    }

    private Statistics statistics() {
        Statistics statistics = new Statistics().setNull_count(nulls);
        byte[] min = min();
        if (min != null) {
            statistics.setMin_value(ByteBuffer.wrap(min)).setMax_value(ByteBuffer.wrap(max()));
        }
        return statistics;
    }

    /** The bytes of the open page as they go into the file. */
    private Bytes stored(Scratch scratch) throws IOException {
        return shrinks ? scratch.compress() : scratch.page;
    }

    private static PageHeader header(PageType type, int length, Bytes stored) {
        CRC32 crc = new CRC32();
        crc.update(stored.array, 0, stored.length);
        return new PageHeader(type, length, stored.length).setCrc((int) crc.getValue());
    }

    private void append(PageHeader header, int length, Bytes stored, Bytes target) throws IOException {
        int before = target.length;
        Util.writePageHeader(header, target);
        uncompressedSize += target.length - before + length;
        target.write(stored.array, 0, stored.length);
    }

    /**
     * Starts a page of a nullable column: definition levels, one bit a row, behind their length.
     *
     * @param levels bit {@code i % 8} of byte {@code i / 8} says that row {@code i} has a value
     * @param present rows with a value
     */
    final void writeLevels(byte[] levels, int rows, int present, Bytes page) {
        nulls += rows - present;
        int lengthAt = page.length;
        page.le32(0);
        if (present == rows || present == 0) {
            RunLengths.writeRun(present == 0 ? 0 : 1, rows, DEFINITION_BITS, page);
        } else {
            int groups = (rows + Byte.SIZE - 1) / Byte.SIZE;
            page.varint((long) groups << 1 | 1);
            page.write(levels, 0, groups);
        }
        Bytes.LE32.set(page.array, lengthAt, page.length - lengthAt - Integer.BYTES);
    }
}
