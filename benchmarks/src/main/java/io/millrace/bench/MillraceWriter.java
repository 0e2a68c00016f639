package io.millrace.bench;

import io.millrace.job.sinks.PartEncoder;
import io.millrace.job.sinks.parquet.FooterKeys;
import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.sinks.parquet.SlabParquetEncoder;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/** The product's own encoder, with row digest, link sums and counters, as the job uses it. */
final class MillraceWriter implements TableWriter {
    private SlabRows rows;
    private SlabParquetEncoder encoder;

    @Override
    public long load(TableFiles files, SlabKind kind, long rowsMax) throws IOException {
        rows = SlabRows.read(files, kind, rowsMax);
        TreeMap<String, String> footer = new TreeMap<>();
        footer.put(FooterKeys.CONTRACTS_VERSION, "1.0.0");
        encoder = new SlabParquetEncoder(kind, SinkEncoding.COMPACT, footer, rows.zones(), "", "");
        return rows.rows();
    }

    @Override
    public void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            PartEncoder.Part part = encoder.open(out);
            for (Slab slab : rows.slabs()) {
                part.write(slab, 0, slab.size);
            }
            part.finish();
        }
    }

    @Override
    public void close() {
        rows = null;
    }
}
