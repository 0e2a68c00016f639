-- P1: every attached arrival is one flow anchor and nothing else is; ids, times and entities agree.
-- code: S1_ARRIVAL_COVERAGE_MISMATCH
-- where: docs/data/bundle-and-ledger.md, parity; docs/data/s2_flow_anchor_baseline_6B.md, what always holds
SELECT coalesce(e.merchant_id, a.merchant_id) AS merchant_id, coalesce(e.arrival_seq, a.arrival_seq) AS arrival_seq
FROM entities e FULL JOIN anchors a USING (merchant_id, arrival_seq)
WHERE e.ts_utc IS DISTINCT FROM a.ts_utc
   OR e.party_id IS DISTINCT FROM a.party_id
   OR e.account_id IS DISTINCT FROM a.account_id
   OR e.instrument_id IS DISTINCT FROM a.instrument_id
   OR e.device_id IS DISTINCT FROM a.device_id
   OR e.ip_id IS DISTINCT FROM a.ip_id
   OR e.channel IS DISTINCT FROM a.channel
   OR e.session_id IS DISTINCT FROM a.session_id
   OR e.session_seq IS DISTINCT FROM a.session_seq
   OR e.gap_previous_us IS DISTINCT FROM a.gap_previous_us
   OR e.legal_country_iso IS DISTINCT FROM a.sale_country_iso
   OR e.party_country_iso IS DISTINCT FROM a.party_country_iso
