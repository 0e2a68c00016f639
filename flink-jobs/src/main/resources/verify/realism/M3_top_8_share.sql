-- M3: top-8 share
-- = rows of the 8 most frequent amounts / all, PURCHASE
-- source: R T13
WITH amounts AS (SELECT count(*) AS flows FROM flows WHERE flow_family = 'PURCHASE' GROUP BY amount_minor),
ranked AS (SELECT flows, row_number() OVER (ORDER BY flows DESC) AS rank FROM amounts)
SELECT 'ALL' AS part, sum(flows) FILTER (rank <= 8) / sum(flows) AS value, sum(flows) AS rows_counted, NULL AS hits, NULL AS note
FROM ranked
