-- L2: request to response, q99 seconds, not challenged
-- = q99(answer - request) where step_up_result = NONE
-- source: S 2–4 s at the terminal, time-out 30 s; U p99 3–6
SELECT 'ALL' AS part, quantile_cont(answered_us - started_us, 0.99) / 1e6 AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note
FROM flows WHERE answered_us IS NOT NULL AND step_up_result = 'NONE'
