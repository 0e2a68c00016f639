-- Declines by reason and channel
-- reads: s2_event_stream_baseline_6B: channel, reason_code
SELECT reason_code, meaning, class, channel, sum(events)::BIGINT AS declines,
    sum(sum(events)) OVER (PARTITION BY reason_code)::BIGINT AS declines_of_reason
FROM messages JOIN reasons USING (reason_code) GROUP BY reason_code, meaning, class, channel
ORDER BY declines_of_reason DESC, reason_code, channel
