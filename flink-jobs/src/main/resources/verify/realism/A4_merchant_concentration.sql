-- A4: merchant concentration
-- = arrivals of the top 1 % of merchants / all; of merchants with arrivals, the 1 % rounded up
-- source: R .288; U .5–.6
WITH merchants AS (SELECT merchant_id, sum(arrivals) AS arrivals FROM merchant_hours GROUP BY merchant_id),
ranked AS (
    SELECT arrivals, row_number() OVER (ORDER BY arrivals DESC, merchant_id) AS rank, count(*) OVER () AS merchants FROM merchants)
SELECT 'ALL' AS part,
    CASE WHEN max(merchants) >= 100 THEN sum(arrivals) FILTER (rank <= ceil(merchants / 100)) / sum(arrivals) END AS value,
    sum(arrivals) AS rows_counted, NULL AS hits,
    CASE WHEN max(merchants) >= 100 THEN max(merchants) || ' merchants' ELSE max(merchants) || ' merchants, 100 are needed' END AS note
FROM ranked
