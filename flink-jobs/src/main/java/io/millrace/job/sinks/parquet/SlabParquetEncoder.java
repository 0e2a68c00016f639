package io.millrace.job.sinks.parquet;

import io.millrace.job.sinks.PartEncoder;
import io.millrace.slab.Columns;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Parquet part files straight from the arrays of slabs: column by column, a page at a time, zstd, with the digest, link
 * sums and counters of the rows in the footer. Files are laid out here on the metadata classes of parquet-format and not
 * through parquet-java's writers: those walk row by row and sign every file with their own name.
 *
 * <p>An encoder keeps working space, so it belongs to one thread; any number of its files may be open.
 */
public final class SlabParquetEncoder implements PartEncoder {
    @Serial
    private static final long serialVersionUID = 1L;

    private final SlabKind kind;
    private final SinkEncoding encoding;
    private final TreeMap<String, String> constantFooter;
    private final String[] zones;
    private final String timeColumn;
    private final String sort;
    private final PartLimits limits;
    private transient Scratch scratch;
    private transient SpareChunks spare;

    /**
     * @param constantFooter footer keys that do not depend on rows (contracts 6.3), {@link FooterKeys#CONTRACTS_VERSION}
     *     among them
     * @param zones tzids by ordinal, for ZONE columns
     * @param timeColumn whose smallest and largest value go into the footer; empty for datasets without time
     * @param sort {@code millrace.sort}: the promised order of rows, or empty. Rows are written as they come
     * @throws IllegalArgumentException when the footer lacks the contracts version or holds a computed key, or when the
     *     time column is none
     */
    public SlabParquetEncoder(
            SlabKind kind,
            SinkEncoding encoding,
            SortedMap<String, String> constantFooter,
            List<String> zones,
            String timeColumn,
            String sort) {
        this(kind, encoding, constantFooter, zones, timeColumn, sort, PartLimits.STANDARD);
    }

    SlabParquetEncoder(
            SlabKind kind,
            SinkEncoding encoding,
            SortedMap<String, String> constantFooter,
            List<String> zones,
            String timeColumn,
            String sort,
            PartLimits limits) {
        if (!constantFooter.containsKey(FooterKeys.CONTRACTS_VERSION)) {
            throw new IllegalArgumentException("the footer needs " + FooterKeys.CONTRACTS_VERSION);
        }
        for (String key : FooterKeys.COMPUTED) {
            if (constantFooter.containsKey(key)) {
                throw new IllegalArgumentException(key + " is computed from the rows and cannot be given");
            }
        }
        if (!timeColumn.isEmpty()) {
            requireTime(kind, timeColumn);
        }
        this.kind = kind;
        this.encoding = encoding;
        this.constantFooter = new TreeMap<>(constantFooter);
        this.zones = zones.toArray(String[]::new);
        this.timeColumn = timeColumn;
        this.sort = sort;
        this.limits = limits;
    }

    @Override
    public Part open(OutputStream out) throws IOException {
        return part(out, spare().take());
    }

    @Override
    public Part openSmall(OutputStream out) throws IOException {
        return part(out, Optional.empty());
    }

    private SpareChunks spare() {
        if (spare == null) {
            scratch = new Scratch();
            spare = new SpareChunks();
        }
        return spare;
    }

    private Part part(OutputStream out, Optional<List<ColumnChunk>> used) throws IOException {
        return new ParquetPart(
                kind, encoding, constantFooter, List.of(zones), timeColumn, sort, limits, used, spare(), scratch, out);
    }

    private static void requireTime(SlabKind kind, String timeColumn) {
        for (Columns.Column column : kind.empty(1).columns().published()) {
            if (column.name().equals(timeColumn) && column.kind() == Columns.Kind.TS && !column.nullable()) {
                return;
            }
        }
        throw new IllegalArgumentException(kind + " slabs have no time column " + timeColumn + " without nulls");
    }
}
