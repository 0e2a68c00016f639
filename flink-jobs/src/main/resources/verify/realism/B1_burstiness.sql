-- B1: burstiness
-- = median over parties with >= 10 arrivals of (sd - mean) / (sd + mean) of gaps
-- source: V human activity is bursty (Vajna et al. 2013); value U (Poisson gives 0)
-- not compared: its zero lies amid its scale
SELECT 'ALL' AS part, median((deviation_us - mean_us) / (deviation_us + mean_us)) AS value, sum(arrivals) AS rows_counted, NULL AS hits,
    count(*) || ' parties of 10 arrivals' AS note
FROM party_rhythm WHERE longest_us > 0
