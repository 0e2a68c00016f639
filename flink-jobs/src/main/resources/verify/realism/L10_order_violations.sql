-- L10: order violations over E
-- = count of events whose ts is not 1 000 µs after the previous of its flow, or first ts <> arrival
-- source: by construction; R sampled 2 000 rows
-- not compared: a count of what must be zero
-- rows: 1
WITH steps AS (
    SELECT epoch_us(ts_utc) - lag(epoch_us(ts_utc)) OVER (PARTITION BY flow_id ORDER BY event_seq) AS step_us FROM events),
hasty AS (SELECT count_if(step_us < 1000) AS violations, count(*) AS events FROM steps),
displaced AS (
    SELECT count(*) AS violations FROM events e LEFT JOIN anchors a USING (flow_id)
    WHERE e.event_seq = 0 AND e.ts_utc IS DISTINCT FROM a.ts_utc)
SELECT 'ALL' AS part, hasty.violations + displaced.violations AS value, events AS rows_counted, NULL AS hits, NULL AS note
FROM hasty, displaced
