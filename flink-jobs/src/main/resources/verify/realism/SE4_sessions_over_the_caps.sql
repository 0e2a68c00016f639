-- SE4: sessions over the caps (count or span)
-- = count of sessions above arrivals_per_session_max or session_span_seconds_max
-- source: by construction
-- not compared: a count of what must be zero
-- rows: 1
SELECT 'ALL' AS part, count_if(arrival_count > arrivals_per_session_max
        OR epoch_us(session_end_utc) - epoch_us(session_start_utc) > session_span_max_us) AS value,
    count(*) AS rows_counted, NULL AS hits, NULL AS note
FROM sessions, settings
