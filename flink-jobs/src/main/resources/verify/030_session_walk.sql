-- Inside a session: positions 0, 1, 2 …; gaps and elapsed time follow from the arrivals themselves.
-- code: S1_SESSION_AGGREGATE_MISMATCH
WITH walk AS (
  SELECT session_id, session_seq, session_elapsed_us, gap_previous_us, boundary_rule,
    epoch_us(ts_utc) AS ts,
    row_number() OVER w - 1 AS position,
    epoch_us(ts_utc) - first_value(epoch_us(ts_utc)) OVER w AS elapsed,
    epoch_us(ts_utc) - lag(epoch_us(ts_utc)) OVER w AS gap
  FROM entities WINDOW w AS (PARTITION BY session_id ORDER BY ts_utc, merchant_id, arrival_seq))
SELECT session_id, session_seq FROM walk
WHERE session_seq <> position OR session_elapsed_us <> elapsed OR (position > 0 AND gap_previous_us IS DISTINCT FROM gap)
   OR (position = 0) <> (boundary_rule NOT IN ('GAP_CONTINUE', 'DRAW_CONTINUE'))
