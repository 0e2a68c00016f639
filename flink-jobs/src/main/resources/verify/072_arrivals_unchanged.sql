-- The arrivals of the world and no others were attached, and nothing of them changed.
-- code: S1_ARRIVAL_COVERAGE_MISMATCH
-- where: docs/data/s1_arrival_entities_6B.md, what always holds; docs/data/bundle-and-ledger.md, parity
-- needs: arrivals
SELECT coalesce(e.merchant_id, a.merchant_id) AS merchant_id, coalesce(e.arrival_seq, a.arrival_seq) AS arrival_seq
FROM entities e FULL JOIN arrival_events_5B a USING (merchant_id, arrival_seq)
WHERE e.ts_utc IS DISTINCT FROM a.ts_utc
   OR e.bucket_index IS DISTINCT FROM a.bucket_index
   OR e.site_id IS DISTINCT FROM a.site_id
   OR e.edge_id IS DISTINCT FROM a.edge_id
   OR e.is_virtual IS DISTINCT FROM a.is_virtual
   OR e.tzid_primary IS DISTINCT FROM a.tzid_primary
   OR e.legal_country_iso IS DISTINCT FROM a.legal_country_iso
   OR (a.visit_slot IS NOT NULL AND e.visit_slot IS DISTINCT FROM a.visit_slot)
   OR (a.channel_upstream IN ('ECOM', 'POS', 'ATM', 'BANK_RAIL') AND e.channel <> a.channel_upstream)
