-- Foreign keys into 6A: the party lives where the row says, the account is the party's, the instrument the account's, the device linked to the party, the IP to the device.
-- code: S1_ENTITY_REFERENCE_INVALID
-- where: docs/data/s1_arrival_entities_6B.md, what always holds; docs/laws/attach.md
-- needs: tables
SELECT e.merchant_id, e.arrival_seq FROM entities e
LEFT JOIN s1_party_base_6A h ON h.party_id = e.party_id
LEFT JOIN s2_account_base_6A a ON a.account_id = e.account_id
LEFT JOIN s3_instrument_base_6A i ON i.instrument_id = e.instrument_id
WHERE h.party_id IS NULL OR h.country_iso <> e.party_country_iso
   OR a.owner_party_id IS DISTINCT FROM e.party_id
   OR (e.instrument_id IS NOT NULL AND i.account_id IS DISTINCT FROM e.account_id)
UNION ALL
SELECT e.merchant_id, e.arrival_seq FROM entities e
ANTI JOIN (SELECT device_id, party_id FROM s4_device_links_6A WHERE party_id IS NOT NULL
           UNION ALL SELECT device_id, primary_party_id FROM s4_device_base_6A WHERE primary_party_id IS NOT NULL) d
  ON d.device_id = e.device_id AND d.party_id = e.party_id
WHERE NOT e.device_is_terminal
UNION ALL
SELECT e.merchant_id, e.arrival_seq FROM entities e
ANTI JOIN (SELECT ip_id, device_id FROM s4_ip_links_6A WHERE device_id IS NOT NULL) p ON p.ip_id = e.ip_id AND p.device_id = e.device_id
WHERE NOT e.device_is_terminal
