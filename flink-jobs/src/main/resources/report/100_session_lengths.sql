-- Sessions of two arrivals and more by how long they last
-- reads: s1_session_index_6B: session_start_utc, session_end_utc, primary_channel, arrival_count
SELECT channel, bin, 10 ** (bin / 10.0) AS from_seconds, sum(sessions)::BIGINT AS sessions,
    round(100 * sum(sessions) / sum(sum(sessions)) OVER (PARTITION BY channel), 3) AS percent
FROM session_shapes WHERE bin IS NOT NULL GROUP BY channel, bin ORDER BY channel, bin
