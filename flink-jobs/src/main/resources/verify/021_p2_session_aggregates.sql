-- P2: every figure of the session index recomputed from the arrivals of the session.
-- code: S1_SESSION_AGGREGATE_MISMATCH
WITH counted AS (
  SELECT session_id, 'account' AS what, account_id::HUGEINT AS id, count(*) AS n FROM entities GROUP BY ALL
  UNION ALL SELECT session_id, 'device', device_id::HUGEINT, count(*) FROM entities GROUP BY ALL
  UNION ALL SELECT session_id, 'ip', ip_id::HUGEINT, count(*) FROM entities GROUP BY ALL
  UNION ALL SELECT session_id, 'merchant', merchant_id::HUGEINT, count(*) FROM entities GROUP BY ALL
  UNION ALL SELECT session_id, 'instrument', instrument_id::HUGEINT, count(*) FROM entities WHERE instrument_id IS NOT NULL GROUP BY ALL
  UNION ALL SELECT session_id, 'channel',
    CASE channel WHEN 'ECOM' THEN 1 WHEN 'POS' THEN 2 WHEN 'ATM' THEN 3 WHEN 'BANK_RAIL' THEN 4 ELSE 5 END, count(*) FROM entities GROUP BY ALL
), dominant AS (
  SELECT session_id, what, arg_min(id, (-n, id)) AS id, count(*) AS distinct_ids FROM counted GROUP BY ALL
), wide AS (
  SELECT session_id,
    max(id) FILTER (what = 'account') AS account, max(distinct_ids) FILTER (what = 'account') AS accounts,
    max(id) FILTER (what = 'device') AS device, max(distinct_ids) FILTER (what = 'device') AS devices,
    max(id) FILTER (what = 'ip') AS ip, max(distinct_ids) FILTER (what = 'ip') AS ips,
    max(id) FILTER (what = 'merchant') AS merchant, max(distinct_ids) FILTER (what = 'merchant') AS merchants,
    max(id) FILTER (what = 'instrument') AS instrument, coalesce(max(distinct_ids) FILTER (what = 'instrument'), 0) AS instruments,
    max(id) FILTER (what = 'channel') AS channel
  FROM dominant GROUP BY session_id
), spans AS (
  SELECT session_id, min(party_id) AS party_low, max(party_id) AS party_high, min(ts_utc) AS first_ts, max(ts_utc) AS last_ts,
    count(*) AS arrivals, coalesce(max(CASE WHEN session_seq > 0 THEN gap_previous_us END), 0) AS max_gap,
    max(CASE WHEN session_seq = 0 THEN merchant_id END) AS first_merchant, max(CASE WHEN session_seq = 0 THEN arrival_seq END) AS first_seq
  FROM entities GROUP BY session_id
)
SELECT coalesce(s.session_id, p.session_id) AS session_id
FROM sessions s FULL JOIN spans p USING (session_id) LEFT JOIN wide w USING (session_id)
WHERE s.party_id IS DISTINCT FROM p.party_low OR s.party_id IS DISTINCT FROM p.party_high
   OR s.session_start_utc IS DISTINCT FROM p.first_ts OR s.session_end_utc IS DISTINCT FROM p.last_ts
   OR s.arrival_count IS DISTINCT FROM p.arrivals OR s.max_gap_us IS DISTINCT FROM p.max_gap
   OR s.first_merchant_id IS DISTINCT FROM p.first_merchant OR s.first_arrival_seq IS DISTINCT FROM p.first_seq
   OR s.primary_account_id IS DISTINCT FROM w.account OR s.distinct_account_count IS DISTINCT FROM w.accounts
   OR s.primary_device_id IS DISTINCT FROM w.device OR s.distinct_device_count IS DISTINCT FROM w.devices
   OR s.primary_ip_id IS DISTINCT FROM w.ip OR s.distinct_ip_count IS DISTINCT FROM w.ips
   OR s.primary_merchant_id IS DISTINCT FROM w.merchant OR s.distinct_merchant_count IS DISTINCT FROM w.merchants
   OR s.primary_instrument_id IS DISTINCT FROM w.instrument OR s.distinct_instrument_count IS DISTINCT FROM w.instruments
   OR CASE s.primary_channel WHEN 'ECOM' THEN 1 WHEN 'POS' THEN 2 WHEN 'ATM' THEN 3 WHEN 'BANK_RAIL' THEN 4 ELSE 5 END IS DISTINCT FROM w.channel
