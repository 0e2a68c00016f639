-- Times inside a flow grow by at least one millisecond; the first is the arrival's.
-- code: S2_TIME_ORDER
WITH steps AS (
  SELECT flow_id, event_seq, epoch_us(ts_utc) - lag(epoch_us(ts_utc)) OVER (PARTITION BY flow_id ORDER BY event_seq) AS step FROM events)
SELECT flow_id, event_seq, step FROM steps WHERE step IS NOT NULL AND step < 1000
