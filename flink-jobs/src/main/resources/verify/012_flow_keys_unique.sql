-- flow_id is unique among anchors and among outcomes.
-- code: S2_PARITY
-- where: docs/data/s2_flow_anchor_baseline_6B.md and s2_flow_outcome_baseline_6B.md, key
SELECT 'anchor' AS dataset, flow_id FROM anchors GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'outcome', flow_id FROM outcomes GROUP BY ALL HAVING count(*) > 1
