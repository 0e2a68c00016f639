-- The country of sale sets the currency, as the amount model says.
-- code: S2_CURRENCY
-- where: docs/data/s2_flow_anchor_baseline_6B.md, what always holds; docs/laws/amounts.md
SELECT flow_id, sale_country_iso, f.currency, c.currency AS expected
FROM flows f LEFT JOIN country_currencies c ON c.country = f.sale_country_iso WHERE f.has_anchor AND f.currency IS DISTINCT FROM c.currency
UNION ALL SELECT flow_id, 'event ' || event_seq, NULL, NULL FROM strange_events WHERE other_currency
