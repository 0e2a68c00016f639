-- P5: authorised, cleared, refunded and reversed amounts are the same in events, anchors and outcomes, event by event.
-- code: S2_PARITY
-- where: docs/data/bundle-and-ledger.md, parity; docs/laws/flows.md, checked on every row
SELECT flow_id, event_type FROM strange_events WHERE other_amount
UNION ALL
SELECT flow_id, 'outcome' FROM flows
WHERE has_outcome AND has_events
  AND (cleared_minor IS DISTINCT FROM clearing_amount_minor OR refunded_minor IS DISTINCT FROM refund_amount_minor)
