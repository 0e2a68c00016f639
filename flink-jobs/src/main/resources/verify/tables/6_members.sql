-- Arrivals of sessions that have more than one; two sessions of three have not.
SELECT session_id, party_id, merchant_id, arrival_seq, ts_utc, session_seq, gap_previous_us, account_id, device_id, ip_id, instrument_id,
  CASE channel WHEN 'ECOM' THEN 1 WHEN 'POS' THEN 2 WHEN 'ATM' THEN 3 WHEN 'BANK_RAIL' THEN 4 ELSE 5 END AS channel_code
FROM entities SEMI JOIN (FROM sizes WHERE arrivals > 1) USING (session_id)
