-- L8: clearing beyond validity
-- = share(delay > 5 d POS, 7 d ECOM, 30 d lodging), of flows that clearing had time for
-- source: S validity 5, 7, 30 days (processor documents)
-- not compared: a share that should be zero
-- needs: clearing margin
SELECT 'ALL' AS part, avg((cleared_us - answered_us > 86400000000
        * CASE WHEN price_class = 'LODGING' THEN 30 WHEN channel = 'POS' THEN 5 ELSE 7 END)::INT) AS value,
    count(*) AS rows_counted, NULL AS hits, NULL AS note
FROM flows, settings
WHERE channel IN ('POS', 'ECOM') AND cleared_us IS NOT NULL AND started_us < clearing_judged_until_us
