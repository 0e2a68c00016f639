-- L7: clearing delay after the answer, q50 hours
-- = q50(clearing - answer) over channel, of flows that clearing had time for
-- source: S one to three days, many the same day
-- needs: clearing margin
SELECT channel AS part, quantile_cont(cleared_us - answered_us, 0.5) / 3600e6 AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note
FROM flows, settings
WHERE channel IN ('POS', 'ECOM') AND cleared_us IS NOT NULL AND started_us < clearing_judged_until_us GROUP BY channel
