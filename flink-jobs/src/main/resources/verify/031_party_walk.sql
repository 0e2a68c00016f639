-- Along a party: gap_previous_us is the time since its previous arrival, and null exactly on FIRST.
-- code: S1_SESSION_AGGREGATE_MISMATCH
WITH walk AS (
  SELECT party_id, merchant_id, arrival_seq, gap_previous_us, boundary_rule,
    epoch_us(ts_utc) - lag(epoch_us(ts_utc)) OVER (PARTITION BY party_id ORDER BY ts_utc, merchant_id, arrival_seq) AS gap
  FROM entities)
SELECT party_id, merchant_id, arrival_seq FROM walk
WHERE (gap_previous_us IS NULL) <> (boundary_rule = 'FIRST')
   OR (gap_previous_us IS NOT NULL AND gap_previous_us IS DISTINCT FROM gap)
   OR (boundary_rule = 'FIRST' AND gap IS NOT NULL AND gap < (SELECT hard_break_micros FROM settings))
