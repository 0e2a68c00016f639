-- Share of each local hour in the arrivals of a channel
-- reads: s1_arrival_entities_6B: ts_utc, tzid_primary, channel
SELECT channel, hour, sum(arrivals)::BIGINT AS arrivals,
    round(100 * sum(arrivals) / sum(sum(arrivals)) OVER (PARTITION BY channel), 3) AS percent
FROM local_hours GROUP BY channel, hour ORDER BY channel, hour
