-- The family of a flow follows from its channel, and a merchant has one price class.
-- code: S2_ENTITY
-- where: docs/data/s2_flow_anchor_baseline_6B.md, what always holds; docs/laws/amounts.md, price class
SELECT merchant_id, NULL AS flow_id, min(price_class) AS found FROM anchors GROUP BY merchant_id HAVING min(price_class) <> max(price_class)
UNION ALL
SELECT merchant_id, flow_id, flow_family FROM anchors
WHERE flow_family <> CASE channel WHEN 'ATM' THEN 'CASH' WHEN 'BANK_RAIL' THEN 'TRANSFER' ELSE 'PURCHASE' END
