-- L1: request to response, q50 seconds, all flows
-- = q50(answer - request)
-- source: R T14 = pass and good; S .5–1.2 host to host
SELECT 'ALL' AS part, quantile_cont(answered_us - started_us, 0.5) / 1e6 AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note
FROM flows WHERE answered_us IS NOT NULL
