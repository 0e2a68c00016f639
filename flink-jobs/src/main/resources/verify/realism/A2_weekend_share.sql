-- A2: weekend share
-- = share(local Saturday or Sunday); over the whole weeks of the horizon
-- source: R .2865
-- needs: 7 days
SELECT 'ALL' AS part, sum(arrivals) FILTER (weekday >= 6) / sum(arrivals) AS value,
    sum(arrivals) AS rows_counted, sum(arrivals) FILTER (weekday >= 6) AS hits, NULL AS note
FROM local_hours WHERE in_whole_weeks
