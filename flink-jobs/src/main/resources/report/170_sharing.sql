-- How many of one kind of entity belong to one of another
-- reads: s2_account_base_6A, s3_instrument_base_6A, s4_device_links_6A, s4_ip_links_6A of the world
-- needs: s2_account_base_6A s3_instrument_base_6A s4_device_links_6A s4_ip_links_6A
WITH devices AS (SELECT DISTINCT device_id, party_id FROM s4_device_links_6A WHERE party_id IS NOT NULL),
ips AS (SELECT DISTINCT ip_id, device_id FROM s4_ip_links_6A WHERE device_id IS NOT NULL),
counted AS (
    SELECT 1 AS place, 'accounts per party' AS relation, count(*) AS n FROM s2_account_base_6A GROUP BY owner_party_id
    UNION ALL SELECT 2, 'instruments per account', count(*) FROM s3_instrument_base_6A GROUP BY account_id
    UNION ALL SELECT 3, 'devices per party', count(*) FROM devices GROUP BY party_id
    UNION ALL SELECT 4, 'parties per device', count(*) FROM devices GROUP BY device_id
    UNION ALL SELECT 5, 'IPs per device', count(*) FROM ips GROUP BY device_id
    UNION ALL SELECT 6, 'devices per IP', count(*) FROM ips GROUP BY ip_id)
SELECT place, relation, least(n, 5) + (n >= 6)::INT + (n >= 10)::INT + (n >= 100)::INT AS step,
    CASE WHEN n <= 5 THEN n::VARCHAR WHEN n < 10 THEN '6 to 9' WHEN n < 100 THEN '10 to 99' ELSE '100 and more' END AS number,
    count(*) AS entities, round(100 * count(*) / sum(count(*)) OVER (PARTITION BY relation), 3) AS percent
FROM counted GROUP BY place, relation, step, number ORDER BY place, step
