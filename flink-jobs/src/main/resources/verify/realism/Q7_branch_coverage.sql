-- Q7: branch coverage T21
-- = stochastic branches of amount, timing, delay that were executed
-- source: R T21
SELECT 'ALL' AS part,
    (SELECT (coalesce(sum(evaluations), 0) > 0)::INT FROM accounting WHERE decision = 'AMOUNT')
    + (SELECT (coalesce(sum(evaluations), 0) > 0)::INT FROM accounting WHERE decision = 'EVENT_OFFSET')
    + (SELECT (count(*) > 0)::INT FROM flows WHERE cleared_us IS NOT NULL OR refunded_us IS NOT NULL) AS value,
    (SELECT count(*) FROM flows) AS rows_counted, NULL AS hits, NULL AS note
