-- L10: order violations over E
-- = count of events whose ts is not 1 000 µs after the previous of its flow, or first ts <> arrival
-- source: by construction; R sampled 2 000 rows
-- rows: 1
WITH steps AS (
    SELECT flow_id, event_seq, ts_utc, epoch_us(ts_utc) - lag(epoch_us(ts_utc)) OVER (PARTITION BY flow_id ORDER BY event_seq) AS step_us
    FROM events)
SELECT 'ALL' AS part, count_if(coalesce(s.step_us < 1000, false) OR (s.event_seq = 0 AND s.ts_utc IS DISTINCT FROM a.ts_utc)) AS value,
    count(*) AS rows_counted, NULL AS hits, NULL AS note
FROM steps s LEFT JOIN anchors a ON a.flow_id = s.flow_id AND s.event_seq = 0
