-- M1: distinct amounts (PURCHASE)
-- = count(distinct amount_minor)
-- source: R T11
SELECT 'ALL' AS part, count(DISTINCT amount_minor) AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note
FROM flows WHERE flow_family = 'PURCHASE'
