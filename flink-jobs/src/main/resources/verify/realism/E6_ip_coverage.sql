-- E6: IP coverage
-- = share(device has a link); devices of parties: a terminal uses its merchant's endpoints
-- source: R 14.8 % was its defect
-- needs: s4_device_base_6A s4_ip_links_6A
SELECT 'ALL' AS part, avg((l.device_id IS NOT NULL)::INT) AS value, count(*) AS rows_counted, NULL AS hits,
    count_if(l.device_id IS NULL) || ' devices without' AS note
FROM s4_device_base_6A d LEFT JOIN (SELECT DISTINCT device_id FROM s4_ip_links_6A WHERE device_id IS NOT NULL) l USING (device_id)
WHERE d.primary_party_id IS NOT NULL
