-- The reference's closed schema of s2_event_stream_baseline_6B: 9 columns; lean keeps its two event types, once each.
SELECT
    events.flow_id,
    events.event_seq::BIGINT AS event_seq,
    events.event_type,
    strftime(events.ts_utc, '%Y-%m-%dT%H:%M:%S.%fZ') AS ts_utc,
    events.amount_minor / pow(10, currencies.decimals) AS amount,
    axes.seed,
    axes.manifest_fingerprint,
    axes.parameter_hash,
    axes.scenario_id
FROM events JOIN currencies USING (currency), axes
WHERE NOT axes.lean OR events.event_type IN ('AUTH_REQUEST', 'AUTH_RESPONSE')
ORDER BY events.flow_id, events.event_seq
