-- EQUAL clears what was authorised; every other kind lies inside its bounds, rounded to the grid, and is of a purchase.
-- code: S2_CLEARING
-- where: docs/data/s2_flow_outcome_baseline_6B.md, what always holds; docs/laws/amounts.md, clearing
SELECT f.flow_id, f.amount_minor, f.clearing_amount_minor, f.clearing_kind
FROM flows f LEFT JOIN currency_rules USING (currency) LEFT JOIN clearing_rules r ON r.kind = f.clearing_kind
WHERE (f.clearing_amount_minor IS NULL) <> (f.clearing_kind IS NULL)
   OR (f.clearing_amount_minor IS NULL) <> (f.clearing_us IS NULL)
   OR f.clearing_amount_minor < 1
   OR (f.clearing_kind IS NOT NULL AND r.kind IS NULL)
   OR (f.clearing_kind = 'EQUAL' AND f.clearing_amount_minor <> f.amount_minor)
   OR (f.clearing_kind = 'PREAUTH' AND (f.clearing_amount_minor > f.amount_minor OR f.channel <> 'POS'))
   OR (f.clearing_kind <> 'EQUAL' AND f.flow_family <> 'PURCHASE')
   OR (f.clearing_kind NOT IN ('EQUAL', 'PREAUTH')
       AND (f.clearing_amount_minor < f.amount_minor * (1 + r.share_min) - grid_minor
            OR f.clearing_amount_minor > f.amount_minor * (1 + r.share_max) + grid_minor))
