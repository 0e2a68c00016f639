-- Every amount is a multiple of its currency's grid, and cash of its note.
-- code: S2_AMOUNT_SIGN
-- where: docs/laws/flows.md, checked on every row; docs/laws/amounts.md, currencies
SELECT flow_id, event_seq, event_type, currency, amount_minor FROM events e LEFT JOIN currency_rules r USING (currency)
WHERE r.grid_minor IS NULL OR amount_minor % r.grid_minor <> 0 OR (channel = 'ATM' AND amount_minor % r.note_minor <> 0)
