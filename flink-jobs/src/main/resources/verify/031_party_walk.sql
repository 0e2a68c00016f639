-- Along a party: gap_previous_us is the time since its previous arrival, and null exactly on FIRST.
-- code: S1_SESSION_AGGREGATE_MISMATCH
-- where: docs/data/s1_arrival_entities_6B.md, what always holds
SELECT party_id, merchant_id, arrival_seq, gap_previous_us FROM walk
WHERE (gap_previous_us IS NULL) <> (boundary_rule = 'FIRST')
   OR (gap_previous_us IS NOT NULL AND gap_previous_us IS DISTINCT FROM us - earlier_us)
