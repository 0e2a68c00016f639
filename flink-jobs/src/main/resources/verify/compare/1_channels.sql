-- channels of flows
-- measure: shares
SELECT channel AS part, count(*) AS amount FROM anchors GROUP BY ALL
