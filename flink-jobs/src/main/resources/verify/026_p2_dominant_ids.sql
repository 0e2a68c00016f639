-- P2: where ids differ inside a session, the primary one has the most arrivals, the smallest id among equals; distinct ones are counted.
-- code: S1_SESSION_AGGREGATE_MISMATCH
-- where: docs/data/s1_session_index_6B.md, columns and what always holds
WITH counted AS (
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
SELECT session_id, what, d.id, d.distinct_ids FROM sessions s JOIN dominant d USING (session_id)
WHERE d.id <> CASE d.what WHEN 'account' THEN s.primary_account_id::HUGEINT WHEN 'device' THEN s.primary_device_id WHEN 'ip' THEN s.primary_ip_id
        WHEN 'merchant' THEN s.primary_merchant_id WHEN 'instrument' THEN coalesce(s.primary_instrument_id, 0)
        ELSE CASE s.primary_channel WHEN 'ECOM' THEN 1 WHEN 'POS' THEN 2 WHEN 'ATM' THEN 3 WHEN 'BANK_RAIL' THEN 4 ELSE 5 END END
   OR d.distinct_ids <> CASE d.what WHEN 'account' THEN s.distinct_account_count WHEN 'device' THEN s.distinct_device_count WHEN 'ip' THEN s.distinct_ip_count
        WHEN 'merchant' THEN s.distinct_merchant_count WHEN 'instrument' THEN s.distinct_instrument_count ELSE d.distinct_ids END
