-- F14: events per flow mean
-- = count(E) / count(F)
-- source: D from the law; R lean 2.0
SELECT 'ALL' AS part, avg(event_count) AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note FROM outcomes
