-- B2: memory
-- = lag-1 correlation of log gaps per party with >= 10 arrivals, median
-- source: V Hawkes beats Poisson on card data (arXiv 2005.06542); value U
-- not compared: its zero lies amid its scale
SELECT 'ALL' AS part, median(memory) AS value, sum(arrivals) AS rows_counted, NULL AS hits,
    count(*) || ' parties of 10 arrivals' AS note
FROM party_rhythm WHERE isfinite(memory)
