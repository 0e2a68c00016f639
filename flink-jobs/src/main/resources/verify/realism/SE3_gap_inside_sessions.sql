-- SE3: gap inside sessions, q50 seconds
-- = q50(gap_previous_us) of rows with session_seq > 0
-- source: R 350 (by chance); convention: 30 min of inactivity ends a session (Halfaker et al. 2014 argue for about 1 h, V)
SELECT 'ALL' AS part, quantile_cont(gap_previous_us, 0.5) / 1e6 AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note
FROM entities WHERE session_seq > 0
