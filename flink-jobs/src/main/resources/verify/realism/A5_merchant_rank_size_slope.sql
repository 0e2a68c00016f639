-- A5: merchant rank–size slope
-- = - slope of log count on log rank, ranks 10–1 000
-- source: Krumme et al., Sci. Rep. 3:1645 (V study; exponents .80 and 1.13 U, and for one person's stores)
WITH merchants AS (SELECT merchant_id, sum(arrivals) AS arrivals FROM merchant_hours GROUP BY merchant_id),
ranked AS (SELECT arrivals, row_number() OVER (ORDER BY arrivals DESC, merchant_id) AS rank FROM merchants)
SELECT 'ALL' AS part,
    CASE WHEN max(rank) >= 1000 THEN -regr_slope(ln(arrivals), ln(rank)) FILTER (rank BETWEEN 10 AND 1000) END AS value,
    sum(arrivals) FILTER (rank BETWEEN 10 AND 1000) AS rows_counted, NULL AS hits,
    CASE WHEN max(rank) < 1000 THEN max(rank) || ' merchants, 1000 are needed' END AS note
FROM ranked
