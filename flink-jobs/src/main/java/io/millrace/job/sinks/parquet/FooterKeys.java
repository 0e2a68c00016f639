package io.millrace.job.sinks.parquet;

import java.util.Set;

/** Footer keys of part files, contracts 6.3. */
public final class FooterKeys {
    public static final String DATASET = "millrace.dataset";
    public static final String SCHEMA_VERSION = "millrace.schema_version";
    public static final String CONTRACTS_VERSION = "millrace.contracts_version";
    public static final String SEED = "millrace.seed";
    public static final String PARAMETER_HASH = "millrace.parameter_hash";
    public static final String MANIFEST_FINGERPRINT = "millrace.manifest_fingerprint";
    public static final String SCENARIO_ID = "millrace.scenario_id";
    public static final String RUN_ID = "millrace.run_id";
    public static final String ROWS = "millrace.rows";
    public static final String ROW_DIGEST = "millrace.row_digest";
    public static final String ROW_DIGEST_LAW = "millrace.row_digest_law";
    public static final String LINKS = "millrace.links";
    public static final String COUNTERS = "millrace.counters";
    public static final String TS_MIN_MICROS = "millrace.ts_min_us";
    public static final String TS_MAX_MICROS = "millrace.ts_max_us";
    public static final String SORT = "millrace.sort";
    public static final String LAWS = "millrace.laws";
    public static final String SEALED_INPUTS_DIGEST = "millrace.sealed_inputs_digest";
    public static final String TABLES_DIGEST = "millrace.tables_digest";
    public static final String REVISION = "millrace.revision";

    /** Keys the encoder computes from the rows; all others are the same in every file of a dataset and run. */
    public static final Set<String> COMPUTED =
            Set.of(ROWS, ROW_DIGEST, ROW_DIGEST_LAW, LINKS, COUNTERS, TS_MIN_MICROS, TS_MAX_MICROS, SORT);

    private FooterKeys() {}
}
