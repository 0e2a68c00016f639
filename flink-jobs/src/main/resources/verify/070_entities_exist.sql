-- Foreign keys into 6A: the account is the party's, the instrument the account's, the device linked to the party, the IP to the device.
-- code: S1_ENTITY_REFERENCE_INVALID
-- needs: upstream
SELECT e.merchant_id, e.arrival_seq FROM entities e
LEFT JOIN accounts a ON a.account_id = e.account_id AND a.owner_party_id = e.party_id
LEFT JOIN instruments i ON i.instrument_id = e.instrument_id AND i.account_id = e.account_id
LEFT JOIN (SELECT DISTINCT device_id, party_id FROM device_links WHERE party_id IS NOT NULL
           UNION SELECT device_id, primary_party_id FROM devices WHERE primary_party_id IS NOT NULL) d
  ON d.device_id = e.device_id AND d.party_id = e.party_id
LEFT JOIN (SELECT DISTINCT ip_id, device_id FROM ip_links WHERE device_id IS NOT NULL) p ON p.ip_id = e.ip_id AND p.device_id = e.device_id
WHERE a.account_id IS NULL OR (e.instrument_id IS NOT NULL AND i.instrument_id IS NULL)
   OR (NOT e.device_is_terminal AND (d.device_id IS NULL OR p.ip_id IS NULL))
