package io.millrace.job.topology;

import io.millrace.digest.CanonicalJson;
import io.millrace.job.sinks.parquet.FooterKeys;
import io.millrace.run.RunIdentity;
import java.util.SortedMap;
import java.util.TreeMap;

/** Footer keys that every part file of a run carries: axes, laws, seals. Contracts 6.3. */
public final class RunFooter {
    private RunFooter() {}

    /**
     * @param laws policy id to law revision
     * @param sealedInputsDigest of the gate
     * @param tablesDigest of the quantile tables
     */
    public static SortedMap<String, String> of(
            RunIdentity identity,
            String contractsVersion,
            SortedMap<String, Integer> laws,
            String sealedInputsDigest,
            String tablesDigest) {
        TreeMap<String, String> keys = new TreeMap<>();
        keys.put(FooterKeys.CONTRACTS_VERSION, contractsVersion);
        keys.put(FooterKeys.SEED, identity.seedText());
        keys.put(FooterKeys.PARAMETER_HASH, identity.parameterHash());
        keys.put(FooterKeys.MANIFEST_FINGERPRINT, identity.manifestFingerprint());
        keys.put(FooterKeys.SCENARIO_ID, identity.scenarioId());
        keys.put(FooterKeys.RUN_ID, identity.runId());
        keys.put(FooterKeys.LAWS, CanonicalJson.of(laws));
        keys.put(FooterKeys.SEALED_INPUTS_DIGEST, sealedInputsDigest);
        keys.put(FooterKeys.TABLES_DIGEST, tablesDigest);
        return keys;
    }
}
