-- A9: equal timestamps
-- = rows sharing (merchant_id, ts_utc) / rows
-- source: R defect: shared streams (foreign worlds may only pass)
-- not compared: a share that should be zero
WITH shared AS (SELECT count(*) AS arrivals FROM entities GROUP BY merchant_id, ts_utc HAVING count(*) > 1),
whole AS (SELECT count(*) AS arrivals FROM entities)
SELECT 'ALL' AS part, coalesce(sum(shared.arrivals), 0) / any_value(whole.arrivals) AS value, any_value(whole.arrivals) AS rows_counted,
    NULL AS hits, coalesce(sum(shared.arrivals), 0) || ' rows' AS note
FROM whole LEFT JOIN shared ON true
