-- A refund lies between one minor unit and the cleared amount; FULL says that it equals it, PART that it is a share the policy allows.
-- code: S2_REFUND
-- where: docs/data/s2_flow_outcome_baseline_6B.md, what always holds; docs/laws/amounts.md
SELECT flow_id, clearing_amount_minor, refund_amount_minor, refund_kind FROM flows LEFT JOIN currency_rules USING (currency), settings
WHERE (refund_amount_minor IS NULL) <> (refund_kind IS NULL)
   OR (refund_amount_minor IS NULL) <> (refund_us IS NULL)
   OR (refund_amount_minor IS NOT NULL
       AND (clearing_amount_minor IS NULL OR refund_amount_minor > -1 OR -refund_amount_minor > clearing_amount_minor
            OR flow_family <> 'PURCHASE'
            OR (refund_kind = 'FULL') <> (-refund_amount_minor = clearing_amount_minor)
            OR (refund_kind = 'PART' AND abs(-refund_amount_minor - clearing_amount_minor
                * least(greatest(-refund_amount_minor / clearing_amount_minor, refund_share_min), refund_share_max)) > grid_minor)))
