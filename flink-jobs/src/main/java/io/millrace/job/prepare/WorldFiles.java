package io.millrace.job.prepare;

import io.millrace.arrivals.ArrivalAxes;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.DatasetDictionary;
import io.millrace.job.sinks.PartEncoder;
import io.millrace.job.sinks.parquet.FooterKeys;
import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.sinks.parquet.SlabParquetEncoder;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeMap;

/**
 * Where the tables of a world lie while it is made, and what their footers say. Every file is written under a hidden name
 * and renamed when whole, so a task that is started again overwrites what it left.
 *
 * @param root staging folder; becomes the world folder by one rename
 * @param axes of the tree
 * @param zones tzids by ordinal; empty for tables without zone columns
 * @param constants further footer keys
 */
record WorldFiles(String root, ArrivalAxes axes, List<String> zones, TreeMap<String, String> constants)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String FILE = "part-0.parquet";

    WorldFiles withZones(List<String> known) {
        return new WorldFiles(root, axes, List.copyOf(known), constants);
    }

    /** Rows of a file, slab by slab. */
    @FunctionalInterface
    interface Rows {
        /** @return the next rows, valid until the next call; null at the end */
        Slab next();
    }

    /** Folder of a table below the root, without its date folders. */
    String folder(SlabKind kind) {
        return DatasetDictionary.shipped().dataset(kind.datasetId()).folder(axes.tokens());
    }

    /** Keeps working space, so one per thread. */
    PartEncoder encoder(SlabKind kind) {
        DatasetDictionary dictionary = DatasetDictionary.shipped();
        TreeMap<String, String> footer = new TreeMap<>(constants);
        footer.put(FooterKeys.DATASET, kind.datasetId());
        footer.put(
                FooterKeys.SCHEMA_VERSION, dictionary.dataset(kind.datasetId()).schemaVersion());
        footer.put(FooterKeys.CONTRACTS_VERSION, dictionary.contractsVersion());
        footer.put(FooterKeys.SEED, Long.toUnsignedString(axes.seed()));
        footer.put(FooterKeys.PARAMETER_HASH, axes.parameterHash());
        footer.put(FooterKeys.MANIFEST_FINGERPRINT, axes.manifestFingerprint());
        footer.put(FooterKeys.SCENARIO_ID, axes.scenarioId());
        // No pack shapes the rows of a foreign world.
        footer.put(FooterKeys.LAWS, "{}");
        boolean isArrival = kind == SlabKind.ARRIVAL;
        return new SlabParquetEncoder(
                kind,
                SinkEncoding.COMPACT,
                footer,
                zones,
                isArrival ? "ts_utc" : "",
                String.join(",", dictionary.dataset(kind.datasetId()).order()));
    }

    /** Writes one table as one file. */
    WorldPart write(SlabKind kind, Rows rows) {
        return write(kind, folder(kind), encoder(kind), rows);
    }

    /**
     * Writes one file.
     *
     * @param folder below the root
     * @throws RunException IO_WRITE_FAILED
     */
    WorldPart write(SlabKind kind, String folder, PartEncoder encoder, Rows rows) {
        Path target = Path.of(root).resolve(folder).resolve(FILE);
        Path hidden = target.resolveSibling("." + FILE + ".tmp");
        try {
            Files.createDirectories(target.getParent());
            PartEncoder.Content content;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(hidden))) {
                PartEncoder.Part part = encoder.open(out);
                for (Slab slab = rows.next(); slab != null; slab = rows.next()) {
                    part.write(slab, 0, slab.size);
                }
                content = part.finish();
            }
            Files.move(hidden, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new WorldPart(
                    kind.datasetId(), folder + "/" + FILE, content.rows(), content.rowDigest(), Files.size(target));
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_WRITE_FAILED,
                            target.toString(),
                            "must be writable",
                            e.toString(),
                            "make room or mend the permissions of the --out folder"),
                    e);
        }
    }

    /** The rows of one slab. */
    static Rows of(Slab slab) {
        Slab[] left = {slab};
        return () -> {
            Slab next = left[0];
            left[0] = null;
            return next;
        };
    }
}
