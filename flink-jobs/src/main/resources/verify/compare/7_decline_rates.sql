-- declines among answers, by channel
-- measure: values
SELECT a.channel AS part, avg(CASE WHEN o.auth_result = 'DECLINED' THEN 1.0 ELSE 0.0 END) AS amount
FROM anchors a JOIN outcomes o USING (flow_id) WHERE o.auth_result IS NOT NULL GROUP BY ALL
