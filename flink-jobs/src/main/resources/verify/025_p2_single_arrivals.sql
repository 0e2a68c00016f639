-- P2: every figure of a session with one arrival is that arrival's.
-- code: S1_SESSION_AGGREGATE_MISMATCH
-- where: docs/data/s1_session_index_6B.md, columns and what always holds
SELECT s.session_id, r.merchant_id, r.arrival_seq
FROM sessions s JOIN entities r USING (session_id) ANTI JOIN spans p ON p.session_id = s.session_id
WHERE s.party_id <> r.party_id OR s.session_start_utc <> r.ts_utc OR s.session_end_utc <> r.ts_utc OR s.max_gap_us <> 0
  OR s.first_merchant_id <> r.merchant_id OR s.first_arrival_seq <> r.arrival_seq
  OR s.primary_account_id <> r.account_id OR s.primary_device_id <> r.device_id OR s.primary_ip_id <> r.ip_id
  OR s.primary_merchant_id <> r.merchant_id OR s.primary_channel <> r.channel OR s.primary_instrument_id IS DISTINCT FROM r.instrument_id
  OR s.distinct_account_count <> 1 OR s.distinct_device_count <> 1 OR s.distinct_ip_count <> 1 OR s.distinct_merchant_count <> 1
  OR s.distinct_instrument_count <> CASE WHEN r.instrument_id IS NULL THEN 0 ELSE 1 END
