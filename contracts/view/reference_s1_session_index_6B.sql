-- The reference's closed schema of s1_session_index_6B: 12 columns; the entity columns are the dominant ones.
SELECT
    sessions.session_id,
    sessions.arrival_count::BIGINT AS arrival_count,
    strftime(sessions.session_start_utc, '%Y-%m-%dT%H:%M:%S.%fZ') AS session_start_utc,
    strftime(sessions.session_end_utc, '%Y-%m-%dT%H:%M:%S.%fZ') AS session_end_utc,
    sessions.party_id,
    sessions.primary_device_id AS device_id,
    sessions.primary_account_id AS account_id,
    coalesce(sessions.primary_instrument_id, 0) AS instrument_id,
    sessions.primary_merchant_id AS merchant_id,
    axes.seed,
    axes.manifest_fingerprint,
    axes.scenario_id
FROM sessions, axes
ORDER BY sessions.session_id
