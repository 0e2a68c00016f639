-- L3: request to response, q99 seconds, all flows (the reference's T15; reported, never required)
-- = q99(answer - request)
-- source: R T15 > 30 / > 45; ours comes from challenges
SELECT 'ALL' AS part, quantile_cont(answered_us - started_us, 0.99) / 1e6 AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note
FROM flows WHERE answered_us IS NOT NULL
