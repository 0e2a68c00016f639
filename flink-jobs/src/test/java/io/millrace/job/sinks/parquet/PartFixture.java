package io.millrace.job.sinks.parquet;

import io.millrace.job.arrivals.SlabFileReader;
import io.millrace.job.sinks.PartEncoder;
import io.millrace.slab.Columns;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import io.millrace.testing.AnySlab;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.parquet.io.LocalInputFile;

/** Part files of any kind, written and read back. */
final class PartFixture {
    static final TreeMap<String, String> FOOTER = new TreeMap<>();

    static {
        FOOTER.put(FooterKeys.CONTRACTS_VERSION, "1.2.3");
        FOOTER.put(FooterKeys.SEED, "42");
    }

    private PartFixture() {}

    static SlabParquetEncoder encoder(SlabKind kind, SinkEncoding encoding, PartLimits limits) {
        return new SlabParquetEncoder(kind, encoding, FOOTER, AnySlab.ZONES, timeColumn(kind), "", limits);
    }

    /** First column of times without nulls; empty when there is none. */
    static String timeColumn(SlabKind kind) {
        for (Columns.Column column : kind.empty(1).columns().published()) {
            if (column.kind() == Columns.Kind.TS && !column.nullable()) {
                return column.name();
            }
        }
        return "";
    }

    /** Writes one slab in pieces of {@code piece} rows. */
    static PartEncoder.Content write(PartEncoder encoder, Slab slab, int piece, Path file) {
        try (OutputStream out = Files.newOutputStream(file)) {
            PartEncoder.Part part = encoder.open(out);
            for (int from = 0; from < slab.size; from += piece) {
                part.write(slab, from, Math.min(slab.size, from + piece));
            }
            return part.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code name=value …} of the published cells of every row, as the slab tells it. */
    static List<String> rows(Slab slab) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < slab.size; row++) {
            StringBuilder text = new StringBuilder();
            for (Columns.Column column : slab.columns().published()) {
                text.append(column.name()).append('=').append(cell(column, row)).append(' ');
            }
            rows.add(text.toString());
        }
        return rows;
    }

    private static String cell(Columns.Column column, int row) {
        if (column.isAbsent(row)) {
            return "null";
        }
        return column.kind() == Columns.Kind.STR ? ((String[]) column.array())[row] : Long.toString(column.bits(row));
    }

    /** Rows of a file, read by parquet-java's own decoders. */
    static List<String> read(SlabKind kind, Path file) {
        List<String> rows = new ArrayList<>();
        Slab slab = kind.empty(1_000);
        try (SlabFileReader reader = new SlabFileReader(new LocalInputFile(file), file.toString(), AnySlab.ZONES)) {
            while (reader.read(slab)) {
                rows.addAll(rows(slab));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
