package io.millrace.job.sinks.parquet;

import io.millrace.digest.CanonicalJson;
import io.millrace.digest.RowDigest;
import io.millrace.job.sinks.PartEncoder;
import io.millrace.run.RowCounters;
import io.millrace.slab.Columns;
import io.millrace.slab.RowBytes;
import io.millrace.slab.RowLinks;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** One Parquet file being written. */
final class ParquetPart implements PartEncoder.Part {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT_VERSION = 2;

    private final SlabKind kind;
    private final SortedMap<String, String> constantFooter;
    private final String sort;
    private final PartLimits limits;
    private final Scratch scratch;
    private final SpareChunks spare;
    private final OutputStream out;
    private final List<Columns.Column> described;
    private final List<ColumnChunk> chunks;
    private final List<RowGroup> groups = new ArrayList<>();
    private final int timeIndex;
    private final int rowWidth;

    private final RowBytes rowBytes;
    private final RowDigest digest = new RowDigest();
    private final RowLinks links;
    private final RowCounters counters;
    private long tsMin = Long.MAX_VALUE;
    private long tsMax = Long.MIN_VALUE;

    private long position;
    private int pageRows;
    private long groupRows;
    private long rows;

    /**
     * @param used chunks of a finished file of the same encoder
     * @param spare takes those of this one when it is finished
     */
    ParquetPart(
            SlabKind kind,
            SinkEncoding encoding,
            SortedMap<String, String> constantFooter,
            List<String> zones,
            String timeColumn,
            String sort,
            PartLimits limits,
            Optional<List<ColumnChunk>> used,
            SpareChunks spare,
            Scratch scratch,
            OutputStream out)
            throws IOException {
        this.kind = kind;
        this.constantFooter = constantFooter;
        this.sort = sort;
        this.limits = limits;
        this.scratch = scratch;
        this.spare = spare;
        this.out = out;
        this.described = kind.empty(1).columns().published();
        this.chunks = used.orElseGet(() -> chunks(described, encoding, zones));
        int time = -1;
        int width = 0;
        for (int i = 0; i < described.size(); i++) {
            if (described.get(i).name().equals(timeColumn)) {
                time = i;
            }
            width += described.get(i).kind().width();
        }
        this.rowWidth = width;
        this.timeIndex = time;
        this.rowBytes = new RowBytes(zones);
        this.links = new RowLinks(kind);
        this.counters = new RowCounters(kind);
        write(MAGIC, MAGIC.length);
    }

    private static List<ColumnChunk> chunks(List<Columns.Column> described, SinkEncoding encoding, List<String> zones) {
        return described.stream().map(column -> chunk(column, encoding, zones)).toList();
    }

    private static ColumnChunk chunk(Columns.Column column, SinkEncoding encoding, List<String> zones) {
        return switch (column.kind()) {
            case I64, U64, TS -> new LongChunk(column, encoding);
            case I32, U32 -> new IntChunk(column, encoding);
            case BOOL -> new BoolChunk(column);
            case ENUM, WORD, CC, CUR, ZONE -> new CodeChunk(column, zones);
            case STR -> new TextChunk(column);
        };
    }

    @Override
    public void write(Slab slab, int from, int to) throws IOException {
        if (slab.kind() != kind) {
            throw new IllegalArgumentException("a file of " + kind + " rows got a slab of " + slab.kind());
        }
        List<Columns.Column> columns = slab.columns().published();
        int start = from;
        while (start < to) {
            int taken = Math.min(to - start, limits.pageRows() - pageRows);
            for (int i = 0; i < chunks.size(); i++) {
                chunks.get(i).append(columns.get(i).array(), start, taken, pageRows);
            }
            start += taken;
            pageRows += taken;
            if (pageRows == limits.pageRows()) {
                sealPage();
            }
        }
        // After the columns have refused what no row may hold.
        rowBytes.addTo(digest, slab, from, to);
        links.add(slab, from, to);
        counters.add(slab, from, to);
        if (timeIndex >= 0) {
            stretch((long[]) columns.get(timeIndex).array(), from, to);
        }
        rows += to - from;
    }

    private void stretch(long[] micros, int from, int to) {
        for (int row = from; row < to; row++) {
            tsMin = Math.min(tsMin, micros[row]);
            tsMax = Math.max(tsMax, micros[row]);
        }
    }

    private void sealPage() throws IOException {
        long encoded = 0;
        for (ColumnChunk chunk : chunks) {
            chunk.seal(pageRows, scratch);
            encoded += chunk.encodedSize();
        }
        groupRows += pageRows;
        pageRows = 0;
        if (groupRows >= limits.groupRows() || encoded >= limits.groupBytes()) {
            endGroup();
        }
    }

    private void endGroup() throws IOException {
        long start = position;
        long uncompressed = 0;
        List<org.apache.parquet.format.ColumnChunk> written = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            ColumnMetaData chunk = chunks.get(i).finish(out, position, FileSchema.chunk(described.get(i)), scratch);
            written.add(new org.apache.parquet.format.ColumnChunk(position).setMeta_data(chunk));
            position += chunk.getTotal_compressed_size();
            uncompressed += chunk.getTotal_uncompressed_size();
        }
        groups.add(new RowGroup(written, uncompressed, groupRows)
                .setFile_offset(start)
                .setTotal_compressed_size(position - start)
                .setOrdinal((short) groups.size()));
        groupRows = 0;
    }

    @Override
    public long bufferedBytes() {
        long encoded = 0;
        for (ColumnChunk chunk : chunks) {
            encoded += chunk.encodedSize();
        }
        return encoded + (long) pageRows * rowWidth;
    }

    @Override
    public PartEncoder.Content finish() throws IOException {
        if (pageRows > 0) {
            sealPage();
        }
        if (groupRows > 0) {
            endGroup();
        }
        boolean timed = timeIndex >= 0 && rows > 0;
        PartEncoder.Content content =
                new PartEncoder.Content(rows, digest.hex(), links.texts(), timed ? tsMin : 0, timed ? tsMax : 0);
        SortedMap<String, String> keys = footer(content);
        List<KeyValue> pairs = new ArrayList<>();
        keys.forEach((key, value) -> pairs.add(new KeyValue(key).setValue(value)));
        FileMetaData metadata = new FileMetaData(
                        FORMAT_VERSION, FileSchema.of(kind.datasetId(), described), rows, groups)
                .setKey_value_metadata(pairs)
                .setColumn_orders(FileSchema.orders(described))
                .setCreated_by("millrace version " + keys.get(FooterKeys.CONTRACTS_VERSION));
        Bytes footer = new Bytes(1 << 12);
        Util.writeFileMetaData(metadata, footer);
        footer.le32(footer.length);
        footer.write(MAGIC, 0, MAGIC.length);
        write(footer.array, footer.length);
        spare.keep(chunks);
        return content;
    }

    private SortedMap<String, String> footer(PartEncoder.Content content) {
        SortedMap<String, String> keys = new TreeMap<>(constantFooter);
        keys.put(FooterKeys.ROWS, Long.toString(content.rows()));
        keys.put(FooterKeys.ROW_DIGEST, content.rowDigest());
        keys.put(FooterKeys.ROW_DIGEST_LAW, RowDigest.LAW);
        keys.put(FooterKeys.LINKS, CanonicalJson.of(content.links()));
        keys.put(FooterKeys.COUNTERS, CanonicalJson.of(counters.texts()));
        keys.put(FooterKeys.TS_MIN_MICROS, Long.toString(content.tsMinMicros()));
        keys.put(FooterKeys.TS_MAX_MICROS, Long.toString(content.tsMaxMicros()));
        keys.put(FooterKeys.SORT, sort);
        return keys;
    }

    private void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        position += length;
    }
}
