-- final states of flows
-- measure: shares
SELECT final_state AS part, count(*) AS amount FROM outcomes GROUP BY ALL
