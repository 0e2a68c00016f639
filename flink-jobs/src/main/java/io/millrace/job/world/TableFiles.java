package io.millrace.job.world;

import io.millrace.contract.Axes;
import io.millrace.contract.DatasetDictionary;
import io.millrace.job.sinks.PartEncoder;
import io.millrace.job.sinks.parquet.FooterKeys;
import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.sinks.parquet.SlabParquetEncoder;
import io.millrace.slab.SlabKind;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.TreeMap;

/**
 * Where the tables of an own world are staged, and what their footers say. Nothing here tells who wrote a file or when, so
 * the bytes of a file depend on its rows alone.
 *
 * @param root staging folder, absolute
 * @param seed unsigned
 * @param worldParameterHash hex64
 * @param manifestFingerprint hex64
 * @param scenarioId of tables that belong to one; empty text for those that all scenarios share
 * @param laws JCS of policy id to law revision of the world's packs
 * @param zones tzids by ordinal, for ZONE columns
 */
public record TableFiles(
        String root,
        long seed,
        String worldParameterHash,
        String manifestFingerprint,
        String scenarioId,
        String laws,
        List<String> zones)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    public TableFiles {
        zones = List.copyOf(zones);
    }

    /** The same below another root. */
    public TableFiles at(String otherRoot) {
        return new TableFiles(otherRoot, seed, worldParameterHash, manifestFingerprint, scenarioId, laws, zones);
    }

    /** For path templates. */
    public Axes axes() {
        return Axes.ofWorld(Long.toUnsignedString(seed), worldParameterHash, manifestFingerprint, scenarioId);
    }

    /** Folder of a table below the root, without its date folders. */
    public String folder(SlabKind kind) {
        return folder(kind.datasetId());
    }

    /** Folder of a table below the root, without its date folders. */
    public String folder(String datasetId) {
        return DatasetDictionary.shipped().dataset(datasetId).folder(axes());
    }

    /** Keeps working space, so one per thread. */
    PartEncoder encoder(SlabKind kind) {
        DatasetDictionary dictionary = DatasetDictionary.shipped();
        DatasetDictionary.Dataset dataset = dictionary.dataset(kind.datasetId());
        TreeMap<String, String> footer = new TreeMap<>();
        footer.put(FooterKeys.DATASET, kind.datasetId());
        footer.put(FooterKeys.SCHEMA_VERSION, dataset.schemaVersion());
        footer.put(FooterKeys.CONTRACTS_VERSION, dictionary.contractsVersion());
        footer.put(FooterKeys.SEED, Long.toUnsignedString(seed));
        footer.put(FooterKeys.PARAMETER_HASH, worldParameterHash);
        footer.put(FooterKeys.MANIFEST_FINGERPRINT, manifestFingerprint);
        if (!scenarioId.isEmpty()) {
            footer.put(FooterKeys.SCENARIO_ID, scenarioId);
        }
        footer.put(FooterKeys.LAWS, laws);
        return new SlabParquetEncoder(
                kind,
                SinkEncoding.COMPACT,
                footer,
                zones,
                kind == SlabKind.ARRIVAL ? "ts_utc" : "",
                String.join(",", dataset.order()));
    }
}
