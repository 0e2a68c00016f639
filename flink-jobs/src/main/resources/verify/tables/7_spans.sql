-- What the arrivals of such a session span, lowest and highest of each id.
SELECT session_id, min(party_id) AS party_low, max(party_id) AS party_high, min(ts_utc) AS first_ts, max(ts_utc) AS last_ts,
  coalesce(max(gap_previous_us) FILTER (session_seq > 0), 0) AS max_gap,
  max(merchant_id) FILTER (session_seq = 0) AS first_merchant, max(arrival_seq) FILTER (session_seq = 0) AS first_seq,
  min(account_id) AS account_low, max(account_id) AS account_high, min(device_id) AS device_low, max(device_id) AS device_high,
  min(ip_id) AS ip_low, max(ip_id) AS ip_high, min(merchant_id) AS merchant_low, max(merchant_id) AS merchant_high,
  min(instrument_id) AS instrument_low, max(instrument_id) AS instrument_high,
  min(channel_code) AS channel_low, max(channel_code) AS channel_high
FROM members GROUP BY session_id
