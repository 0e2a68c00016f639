-- The reference's closed schema of s2_flow_anchor_baseline_6B: 14 columns; amounts in major units.
SELECT
    anchors.flow_id,
    anchors.arrival_seq,
    anchors.merchant_id,
    anchors.party_id,
    anchors.account_id,
    coalesce(anchors.instrument_id, 0) AS instrument_id,
    anchors.device_id,
    anchors.ip_id,
    strftime(anchors.ts_utc, '%Y-%m-%dT%H:%M:%S.%fZ') AS ts_utc,
    anchors.amount_minor / pow(10, currencies.decimals) AS amount,
    axes.seed,
    axes.manifest_fingerprint,
    axes.parameter_hash,
    axes.scenario_id
FROM anchors JOIN currencies USING (currency), axes
ORDER BY anchors.flow_id
