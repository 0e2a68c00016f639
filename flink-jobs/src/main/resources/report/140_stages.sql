-- Flows that reach each stage, by channel
-- reads: s2_event_stream_baseline_6B: channel, event_type, auth_result
WITH stages AS (
    SELECT channel, CASE event_type WHEN 'AUTH_REQUEST' THEN 'requested' WHEN 'STEP_UP_CHALLENGE' THEN 'challenged'
        WHEN 'STEP_UP_COMPLETE' THEN 'challenge completed' WHEN 'AUTH_RESPONSE' THEN lower(auth_result)
        WHEN 'CLEARING' THEN 'cleared' WHEN 'REVERSAL' THEN 'reversed' WHEN 'REFUND' THEN 'refunded' END AS stage, events
    FROM messages)
SELECT channel, stage, sum(events)::BIGINT AS flows,
    round(100 * sum(events) / max(sum(events) FILTER (stage = 'requested')) OVER (PARTITION BY channel), 3) AS percent
FROM stages GROUP BY channel, stage ORDER BY channel, flows DESC, stage
