-- L6: challenge time, q50 seconds (COMPLETE - CHALLENGE), ECOM
-- = q50(complete - challenge)
-- source: U 20–60 s
SELECT channel AS part, quantile_cont(completed_us - challenged_us, 0.5) / 1e6 AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note
FROM flows WHERE channel = 'ECOM' AND completed_us IS NOT NULL GROUP BY channel
