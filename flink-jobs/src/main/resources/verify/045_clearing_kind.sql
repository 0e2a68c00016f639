-- EQUAL clears what was authorised; every other kind says why it does not.
-- code: S2_CLEARING
SELECT a.flow_id, a.amount_minor, o.clearing_amount_minor, o.clearing_kind
FROM anchors a JOIN outcomes o USING (flow_id)
WHERE (o.clearing_amount_minor IS NULL) <> (o.clearing_kind IS NULL)
   OR (o.clearing_kind = 'EQUAL' AND o.clearing_amount_minor <> a.amount_minor)
   OR (o.clearing_kind IN ('SHORT', 'PREAUTH') AND o.clearing_amount_minor > a.amount_minor)
