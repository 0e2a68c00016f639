-- F13: templates seen; largest flow_type share
-- = count(distinct template); rows of the most frequent flow_type / all
-- source: R >= 3, <= .96
SELECT 'TEMPLATES' AS part, count(DISTINCT template) AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note FROM outcomes
UNION ALL
SELECT 'LARGEST', max(flows) / sum(flows), sum(flows), NULL, arg_max(flow_type, flows)
FROM (SELECT flow_type, count(*) AS flows FROM outcomes WHERE flow_type IS NOT NULL GROUP BY flow_type)
