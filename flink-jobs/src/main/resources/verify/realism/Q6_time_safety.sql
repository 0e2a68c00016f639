-- Q6: time-safety
-- = boosted trees on anchor columns predict (a) refund, (b) decline; AUC above the law's own Bayes AUC, at least 0; the trees
--   begin at the log odds of the law, learn from one half of the rows and are judged on the other
-- source: own law: nothing on the anchor may know more than the policy says
WITH judged AS (
    SELECT target, flows, learned_auc - law_auc AS above, format('{}: {:.4f} of the law, {:.4f} with the anchor{}', target, law_auc, learned_auc,
        CASE WHEN learned_auc <= law_auc THEN '' ELSE ', by ' || told_by END) AS told
    FROM anchor_knowledge, settings WHERE flows >= rows_min AND least(cases, flows - cases) >= cases_min)
SELECT 'ALL' AS part, greatest(0, max(above)) AS value, coalesce(sum(flows), 0)::BIGINT AS rows_counted, NULL AS hits,
    CASE WHEN count(*) > 0 THEN string_agg(told, '; ' ORDER BY target)
        ELSE 'no outcome has the ' || (SELECT cases_min FROM settings) || ' cases among the judged rows that a verdict needs' END AS note
FROM judged
