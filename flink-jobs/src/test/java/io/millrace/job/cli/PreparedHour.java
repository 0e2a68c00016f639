package io.millrace.job.cli;

import io.millrace.job.arrivals.SlabFileReader;
import io.millrace.job.sinks.PartEncoder;
import io.millrace.job.sinks.parquet.FooterKeys;
import io.millrace.job.sinks.parquet.ParquetFooters;
import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.sinks.parquet.SlabParquetEncoder;
import io.millrace.run.SampleUpstream;
import io.millrace.run.WorldReceipt;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.parquet.io.LocalInputFile;

/** An hour file of a prepared world, written anew by our own encoder: sound in itself, whatever its rows say. */
final class PreparedHour {
    private static final List<String> ZONES =
            ZoneId.getAvailableZoneIds().stream().sorted().toList();

    private PreparedHour() {}

    /**
     * Writes the file anew with other rows.
     *
     * @return row digests before and after
     */
    static List<String> rewrite(Path file, Consumer<ArrivalSlab> change) {
        try {
            TreeMap<String, String> footer =
                    new TreeMap<>(new ParquetFooters().read(file).keys());
            String before = footer.get(FooterKeys.ROW_DIGEST);
            String sort = footer.get(FooterKeys.SORT);
            FooterKeys.COMPUTED.forEach(footer::remove);
            ArrivalSlab rows = read(file);
            change.accept(rows);
            PartEncoder encoder =
                    new SlabParquetEncoder(SlabKind.ARRIVAL, SinkEncoding.COMPACT, footer, ZONES, "ts_utc", sort);
            try (OutputStream out = Files.newOutputStream(file)) {
                PartEncoder.Part part = encoder.open(out);
                part.write(rows, 0, rows.size);
                return List.of(before, part.finish().rowDigest());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, and the world receipt vouches for it. */
    static void rewriteWithReceipt(SmallWorld world, Consumer<ArrivalSlab> change) {
        List<String> digests = rewrite(world.hourFile(), change);
        Path receipt = world.world().resolve(WorldReceipt.FILE);
        String total = WorldReceipt.read(world.world())
                .dataset("arrival_events_5B", SampleUpstream.SCENARIO)
                .orElseThrow()
                .rowDigest()
                .orElseThrow();
        BigInteger sum = new BigInteger(total, 16)
                .subtract(new BigInteger(digests.get(0), 16))
                .add(new BigInteger(digests.get(1), 16))
                .mod(BigInteger.ONE.shiftLeft(128));
        SampleUpstream.edit(receipt, total, String.format("%032x", sum));
    }

    private static ArrivalSlab read(Path file) throws IOException {
        try (SlabFileReader reader = new SlabFileReader(new LocalInputFile(file), file.toString(), ZONES)) {
            ArrivalSlab rows = new ArrivalSlab((int) reader.rows());
            if (!reader.read(rows) || rows.size != reader.rows()) {
                throw new IOException(file + " has several row groups");
            }
            return rows;
        }
    }
}
