-- price classes of flows
-- measure: shares
SELECT price_class AS part, count(*) AS amount FROM anchors GROUP BY ALL
