-- SE2: arrivals per session mean
-- = avg(arrival_count) over SI
-- source: U
SELECT 'ALL' AS part, avg(arrival_count) AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note FROM sessions
