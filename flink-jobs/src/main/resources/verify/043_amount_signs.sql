-- Refunds and reversals are negative, everything else positive.
-- code: S2_AMOUNT_SIGN
-- where: docs/laws/flows.md, checked on every row
SELECT flow_id, event_seq, event_type, amount_minor FROM events
WHERE amount_minor = 0 OR (amount_minor < 0) <> (event_type IN ('REFUND', 'REVERSAL'))
