-- P3: anchors, outcomes and first events are the same flows, at the same time.
-- code: S2_PARITY
-- where: docs/data/bundle-and-ledger.md, parity
SELECT flow_id, has_anchor, has_outcome, has_events FROM flows
WHERE NOT (has_anchor AND has_outcome AND has_events) OR outcome_us <> anchor_us OR requested_us IS DISTINCT FROM anchor_us
