-- E7: broken references
-- = rows of A whose ids are missing in 6A or not linked to each other
-- source: R FK integrity
-- not compared: a count of what must be zero
-- needs: s1_party_base_6A s2_account_base_6A s3_instrument_base_6A s4_device_base_6A s4_ip_base_6A s4_device_links_6A s4_ip_links_6A
-- rows: 1
WITH device_parties AS (
    SELECT device_id, party_id FROM s4_device_links_6A WHERE party_id IS NOT NULL
    UNION SELECT device_id, primary_party_id FROM s4_device_base_6A WHERE primary_party_id IS NOT NULL),
device_ips AS (SELECT DISTINCT device_id, ip_id FROM s4_ip_links_6A WHERE device_id IS NOT NULL),
-- A terminal is the merchant's, its IP one of the merchant's endpoints or, without any, the party's.
broken AS (
    SELECT count(*) AS broken FROM entities e
    LEFT JOIN s1_party_base_6A p ON p.party_id = e.party_id
    LEFT JOIN s2_account_base_6A a ON a.account_id = e.account_id AND a.owner_party_id = e.party_id
    LEFT JOIN s3_instrument_base_6A i ON i.instrument_id = e.instrument_id AND i.account_id = e.account_id
    LEFT JOIN s4_device_base_6A d ON d.device_id = e.device_id
    LEFT JOIN s4_ip_base_6A b ON b.ip_id = e.ip_id
    LEFT JOIN device_parties dp ON dp.device_id = e.device_id AND dp.party_id = e.party_id
    LEFT JOIN device_ips di ON di.device_id = e.device_id AND di.ip_id = e.ip_id
    WHERE p.party_id IS NULL OR a.account_id IS NULL OR (e.instrument_id IS NOT NULL AND i.instrument_id IS NULL)
        OR d.device_id IS NULL OR b.ip_id IS NULL
        OR (NOT e.device_is_terminal AND (dp.device_id IS NULL OR di.ip_id IS NULL)))
SELECT 'ALL' AS part, broken AS value, (SELECT count(*) FROM entities) AS rows_counted, NULL AS hits, NULL AS note FROM broken
