package io.millrace.job.topology;

import io.millrace.digest.CanonicalJson;
import io.millrace.job.sinks.parquet.FooterKeys;
import io.millrace.job.sinks.publish.RunFacts;
import io.millrace.run.RunIdentity;
import java.util.SortedMap;
import java.util.TreeMap;

/** Footer keys that every part file of a run carries: axes, laws, seals. Contracts 6.3. */
public final class RunFooter {
    private RunFooter() {}

    public static SortedMap<String, String> of(RunFacts facts) {
        RunIdentity identity = facts.identity();
        TreeMap<String, String> keys = new TreeMap<>();
        keys.put(FooterKeys.CONTRACTS_VERSION, facts.contractsVersion());
        keys.put(FooterKeys.SEED, identity.seedText());
        keys.put(FooterKeys.PARAMETER_HASH, identity.parameterHash());
        keys.put(FooterKeys.MANIFEST_FINGERPRINT, identity.manifestFingerprint());
        keys.put(FooterKeys.SCENARIO_ID, identity.scenarioId());
        keys.put(FooterKeys.RUN_ID, identity.runId());
        keys.put(FooterKeys.LAWS, CanonicalJson.of(facts.laws()));
        keys.put(FooterKeys.SEALED_INPUTS_DIGEST, facts.sealedInputsDigest());
        keys.put(FooterKeys.TABLES_DIGEST, facts.tablesDigest());
        return keys;
    }
}
