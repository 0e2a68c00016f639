-- Sessions by number of arrivals
-- reads: s1_session_index_6B: primary_channel, arrival_count
SELECT channel, least(arrival_count, 10) AS arrivals, CASE WHEN arrival_count < 10 THEN arrival_count::VARCHAR ELSE '10 and more' END AS size,
    sum(sessions)::BIGINT AS sessions, round(100 * sum(sessions) / sum(sum(sessions)) OVER (PARTITION BY channel), 4) AS percent
FROM session_shapes GROUP BY channel, least(arrival_count, 10), size ORDER BY channel, arrivals
