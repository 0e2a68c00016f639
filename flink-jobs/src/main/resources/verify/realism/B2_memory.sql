-- B2: memory
-- = lag-1 correlation of log gaps per party with >= 10 arrivals, median
-- source: V Hawkes beats Poisson on card data (arXiv 2005.06542); value U
-- not compared: its zero lies amid its scale
WITH parties AS (
    SELECT count(*) AS arrivals, corr(ln(gap_us + 1), ln(previous_us + 1)) AS memory
    FROM party_gaps GROUP BY party_id HAVING count(*) >= 10)
SELECT 'ALL' AS part, median(memory) AS value, sum(arrivals) AS rows_counted, NULL AS hits,
    count(*) || ' parties of 10 arrivals' AS note
FROM parties WHERE isfinite(memory)
