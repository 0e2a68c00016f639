-- L4: zero latency; same second
-- = share(response - request < 1 ms); share(equal whole seconds)
-- source: R T16; R policy .35
-- not compared ZERO: a share that should be zero
WITH answered AS (
    SELECT (answered_us - started_us < 1000)::INT AS zero, (answered_us // 1000000 = started_us // 1000000)::INT AS same_second
    FROM flows WHERE answered_us IS NOT NULL)
SELECT 'ZERO' AS part, avg(zero) AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note FROM answered
UNION ALL SELECT 'SAME_SECOND', avg(same_second), count(*), NULL, NULL FROM answered
