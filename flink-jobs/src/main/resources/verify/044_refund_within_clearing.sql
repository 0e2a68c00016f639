-- A refund lies between one minor unit and the cleared amount; a full one equals it.
-- code: S2_REFUND
SELECT flow_id, clearing_amount_minor, refund_amount_minor, refund_kind FROM outcomes
WHERE refund_amount_minor IS NOT NULL
  AND (clearing_amount_minor IS NULL OR -refund_amount_minor > clearing_amount_minor
       OR (refund_kind = 'FULL' AND -refund_amount_minor <> clearing_amount_minor))
