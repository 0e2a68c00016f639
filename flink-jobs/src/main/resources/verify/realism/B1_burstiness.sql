-- B1: burstiness
-- = median over parties with >= 10 arrivals of (sd - mean) / (sd + mean) of gaps
-- source: V human activity is bursty (Vajna et al. 2013); value U (Poisson gives 0)
-- not compared: its zero lies amid its scale
WITH parties AS (
    SELECT count(*) AS arrivals, avg(gap_us) AS mean, stddev_pop(gap_us) AS sd
    FROM party_gaps GROUP BY party_id HAVING count(*) >= 10 AND max(gap_us) > 0)
SELECT 'ALL' AS part, median((sd - mean) / (sd + mean)) AS value, sum(arrivals) AS rows_counted, NULL AS hits,
    count(*) || ' parties of 10 arrivals' AS note
FROM parties
