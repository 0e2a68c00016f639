-- P2: every figure of the session index recomputed from the arrivals of the session.
-- code: S1_SESSION_AGGREGATE_MISMATCH
-- where: docs/data/bundle-and-ledger.md, parity; docs/data/s1_session_index_6B.md, columns and what always holds
-- Most sessions have one arrival and are held against it. Of the others only the ids that differ inside a session are
-- counted: the most arrivals win, the smallest id among equals.
WITH sizes AS (
  SELECT session_id, count(*) AS arrivals FROM entities GROUP BY session_id
), told AS NOT MATERIALIZED (
  SELECT *, CASE primary_channel WHEN 'ECOM' THEN 1 WHEN 'POS' THEN 2 WHEN 'ATM' THEN 3 WHEN 'BANK_RAIL' THEN 4 ELSE 5 END AS channel_code
  FROM sessions
), coded AS NOT MATERIALIZED (
  SELECT *, CASE channel WHEN 'ECOM' THEN 1 WHEN 'POS' THEN 2 WHEN 'ATM' THEN 3 WHEN 'BANK_RAIL' THEN 4 ELSE 5 END AS channel_code
  FROM entities
), members AS MATERIALIZED (
  SELECT session_id, party_id, merchant_id, arrival_seq, ts_utc, session_seq, gap_previous_us, account_id, device_id, ip_id, instrument_id, channel_code
  FROM coded SEMI JOIN (FROM sizes WHERE arrivals > 1) USING (session_id)
), spans AS MATERIALIZED (
  SELECT session_id, min(party_id) AS party_low, max(party_id) AS party_high, min(ts_utc) AS first_ts, max(ts_utc) AS last_ts,
    coalesce(max(gap_previous_us) FILTER (session_seq > 0), 0) AS max_gap,
    max(merchant_id) FILTER (session_seq = 0) AS first_merchant, max(arrival_seq) FILTER (session_seq = 0) AS first_seq,
    min(account_id) AS account_low, max(account_id) AS account_high, min(device_id) AS device_low, max(device_id) AS device_high,
    min(ip_id) AS ip_low, max(ip_id) AS ip_high, min(merchant_id) AS merchant_low, max(merchant_id) AS merchant_high,
    min(instrument_id) AS instrument_low, max(instrument_id) AS instrument_high,
    min(channel_code) AS channel_low, max(channel_code) AS channel_high
  FROM members GROUP BY session_id
), counted AS (
  SELECT session_id, 'account' AS what, account_id::HUGEINT AS id, count(*) AS n
    FROM members SEMI JOIN (FROM spans WHERE account_low <> account_high) USING (session_id) GROUP BY ALL
  UNION ALL SELECT session_id, 'device', device_id::HUGEINT, count(*)
    FROM members SEMI JOIN (FROM spans WHERE device_low <> device_high) USING (session_id) GROUP BY ALL
  UNION ALL SELECT session_id, 'ip', ip_id::HUGEINT, count(*)
    FROM members SEMI JOIN (FROM spans WHERE ip_low <> ip_high) USING (session_id) GROUP BY ALL
  UNION ALL SELECT session_id, 'merchant', merchant_id::HUGEINT, count(*)
    FROM members SEMI JOIN (FROM spans WHERE merchant_low <> merchant_high) USING (session_id) GROUP BY ALL
  UNION ALL SELECT session_id, 'instrument', instrument_id::HUGEINT, count(*)
    FROM members SEMI JOIN (FROM spans WHERE instrument_low <> instrument_high) USING (session_id) WHERE instrument_id IS NOT NULL GROUP BY ALL
  UNION ALL SELECT session_id, 'channel', channel_code::HUGEINT, count(*)
    FROM members SEMI JOIN (FROM spans WHERE channel_low <> channel_high) USING (session_id) GROUP BY ALL
), dominant AS (
  SELECT session_id, what, arg_min(id, (-n, id)) AS id, count(*) AS distinct_ids FROM counted GROUP BY ALL
)
SELECT session_id, 'arrival_count' AS what
FROM told s FULL JOIN sizes z USING (session_id) WHERE s.arrival_count IS DISTINCT FROM z.arrivals
UNION ALL
SELECT s.session_id, 'the only arrival'
FROM told s JOIN sizes z USING (session_id) JOIN coded r USING (session_id)
WHERE z.arrivals = 1 AND (s.party_id <> r.party_id OR s.session_start_utc <> r.ts_utc OR s.session_end_utc <> r.ts_utc OR s.max_gap_us <> 0
  OR s.first_merchant_id <> r.merchant_id OR s.first_arrival_seq <> r.arrival_seq
  OR s.primary_account_id <> r.account_id OR s.primary_device_id <> r.device_id OR s.primary_ip_id <> r.ip_id
  OR s.primary_merchant_id <> r.merchant_id OR s.channel_code <> r.channel_code OR s.primary_instrument_id IS DISTINCT FROM r.instrument_id
  OR s.distinct_account_count <> 1 OR s.distinct_device_count <> 1 OR s.distinct_ip_count <> 1 OR s.distinct_merchant_count <> 1
  OR s.distinct_instrument_count <> CASE WHEN r.instrument_id IS NULL THEN 0 ELSE 1 END)
UNION ALL
SELECT session_id, 'times, first arrival, ids that are one' FROM told s JOIN spans p USING (session_id)
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
UNION ALL
SELECT session_id, what FROM told s JOIN dominant d USING (session_id)
WHERE d.id <> CASE d.what WHEN 'account' THEN s.primary_account_id::HUGEINT WHEN 'device' THEN s.primary_device_id WHEN 'ip' THEN s.primary_ip_id
        WHEN 'merchant' THEN s.primary_merchant_id WHEN 'instrument' THEN coalesce(s.primary_instrument_id, 0) ELSE s.channel_code END
   OR d.distinct_ids <> CASE d.what WHEN 'account' THEN s.distinct_account_count WHEN 'device' THEN s.distinct_device_count WHEN 'ip' THEN s.distinct_ip_count
        WHEN 'merchant' THEN s.distinct_merchant_count WHEN 'instrument' THEN s.distinct_instrument_count ELSE d.distinct_ids END
