-- The reference's closed schema of s1_arrival_entities_6B: 13 columns.
SELECT
    axes.scenario_id,
    entities.arrival_seq,
    entities.merchant_id,
    strftime(entities.ts_utc, '%Y-%m-%dT%H:%M:%S.%fZ') AS ts_utc,
    entities.party_id,
    entities.account_id,
    coalesce(entities.instrument_id, 0) AS instrument_id,
    entities.device_id,
    entities.ip_id,
    entities.session_id,
    axes.seed,
    axes.manifest_fingerprint,
    axes.parameter_hash
FROM entities, axes
ORDER BY entities.ts_utc, entities.merchant_id, entities.arrival_seq
