-- No amount lies above the cap of its currency.
-- code: S2_AMOUNT_RANGE
-- where: docs/laws/flows.md, checked on every row; docs/laws/amounts.md, limits
SELECT flow_id, event_seq, event_type, currency, amount_minor FROM events e JOIN currency_rules r USING (currency)
WHERE abs(amount_minor::HUGEINT) > r.cap_minor
