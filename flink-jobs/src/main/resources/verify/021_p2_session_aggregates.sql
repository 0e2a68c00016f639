-- P2: arrival counts of the session index are those of the arrivals; times, gaps, anchor and ids of sessions with several arrivals too.
-- code: S1_SESSION_AGGREGATE_MISMATCH
-- where: docs/data/bundle-and-ledger.md, parity; docs/data/s1_session_index_6B.md, columns and what always holds
WITH told AS NOT MATERIALIZED (
  SELECT *, CASE primary_channel WHEN 'ECOM' THEN 1 WHEN 'POS' THEN 2 WHEN 'ATM' THEN 3 WHEN 'BANK_RAIL' THEN 4 ELSE 5 END AS channel_code
  FROM sessions)
SELECT session_id, 'arrival_count' AS what
FROM sessions s FULL JOIN sizes z USING (session_id) WHERE s.arrival_count IS DISTINCT FROM z.arrivals
UNION ALL
SELECT session_id, 'times, anchor, or ids that are one' FROM told s JOIN spans p USING (session_id)
WHERE s.party_id <> p.party_low OR s.party_id <> p.party_high
   OR s.session_start_utc <> p.first_ts OR s.session_end_utc <> p.last_ts OR s.max_gap_us <> p.max_gap
   OR s.first_merchant_id IS DISTINCT FROM p.first_merchant OR s.first_arrival_seq IS DISTINCT FROM p.first_seq
   OR (p.account_low = p.account_high AND (s.primary_account_id <> p.account_low OR s.distinct_account_count <> 1))
   OR (p.device_low = p.device_high AND (s.primary_device_id <> p.device_low OR s.distinct_device_count <> 1))
   OR (p.ip_low = p.ip_high AND (s.primary_ip_id <> p.ip_low OR s.distinct_ip_count <> 1))
   OR (p.merchant_low = p.merchant_high AND (s.primary_merchant_id <> p.merchant_low OR s.distinct_merchant_count <> 1))
   OR (p.instrument_low = p.instrument_high AND (s.primary_instrument_id IS DISTINCT FROM p.instrument_low OR s.distinct_instrument_count <> 1))
   OR (p.instrument_low IS NULL AND (s.primary_instrument_id IS NOT NULL OR s.distinct_instrument_count <> 0))
   OR (p.channel_low = p.channel_high AND s.channel_code <> p.channel_low)
