-- State, name and openness of an outcome follow from what was seen of the flow and from nothing behind the horizon.
-- code: S2_PARITY
-- where: docs/laws/flows.md, horizon; docs/data/s2_flow_outcome_baseline_6B.md, columns
SELECT flow_id, template, final_state, expected, flow_type, type_expected, open_at_horizon FROM (
    SELECT f.*, t.flow_type AS type_named,
        CASE WHEN answered_us IS NULL THEN 'AUTH_PENDING' WHEN auth_result = 'DECLINED' THEN 'DECLINED'
            WHEN refunded_us IS NOT NULL THEN 'REFUNDED' WHEN cleared_us IS NOT NULL THEN 'CLEARED' WHEN reversed_us IS NOT NULL THEN 'REVERSED'
            WHEN f.template IN (4, 9) AND answered_us + v.validity_us < s.events_end_us THEN 'EXPIRED'
            ELSE 'APPROVED_OPEN' END AS expected,
        CASE WHEN final_state NOT IN ('AUTH_PENDING', 'APPROVED_OPEN') THEN t.flow_type END AS type_expected
    FROM settings s, flows f
        LEFT JOIN flow_types t ON t.flow_family = f.flow_family AND t.template = f.template
        LEFT JOIN validities v ON v.channel = f.channel AND v.price_class = f.price_class
    WHERE has_anchor AND has_outcome AND has_events)
WHERE final_state <> expected OR flow_type IS DISTINCT FROM type_expected
   OR (type_named IS NULL)
   OR open_at_horizon <> (censored_events > 0 OR final_state IN ('AUTH_PENDING', 'APPROVED_OPEN'))
