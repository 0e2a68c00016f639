-- A terminal is one of the merchant; its IP is an endpoint of the merchant, or an IP of the party where the merchant has none.
-- code: S1_ENTITY_REFERENCE_INVALID
-- where: docs/data/s1_arrival_entities_6B.md, device_rule and ip_rule; docs/laws/attach.md
-- needs: tables
SELECT e.merchant_id, e.arrival_seq, 'device' AS what FROM entities e
ANTI JOIN (FROM s4_device_links_6A WHERE link_role = 'MERCHANT_TERMINAL') t ON t.device_id = e.device_id AND t.merchant_id = e.merchant_id
WHERE e.device_is_terminal
UNION ALL
SELECT e.merchant_id, e.arrival_seq, 'endpoint' FROM entities e
ANTI JOIN (FROM s4_ip_links_6A WHERE link_role = 'MERCHANT_ENDPOINT') p ON p.ip_id = e.ip_id AND p.merchant_id = e.merchant_id
WHERE e.ip_rule IN ('ENDPOINT', 'ENDPOINT_SINGLE')
UNION ALL
SELECT e.merchant_id, e.arrival_seq, 'IP of the party' FROM entities e
ANTI JOIN (SELECT l.ip_id, d.party_id FROM s4_ip_links_6A l JOIN s4_device_links_6A d USING (device_id) WHERE d.party_id IS NOT NULL
           UNION ALL SELECT l.ip_id, d.primary_party_id FROM s4_ip_links_6A l JOIN s4_device_base_6A d USING (device_id)) p
  ON p.ip_id = e.ip_id AND p.party_id = e.party_id
WHERE e.ip_rule = 'NO_ENDPOINT'
