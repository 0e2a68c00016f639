-- Sessions by channel, size and duration: ten bins per factor of ten of seconds, none for a session of one arrival.
SELECT primary_channel AS channel, arrival_count,
    CASE WHEN arrival_count > 1
        THEN floor(log10(greatest(epoch_us(session_end_utc) - epoch_us(session_start_utc), 1) / 1e6) * 10)::INTEGER END AS bin,
    count(*) AS sessions
FROM sessions GROUP BY ALL
