-- E3: devices per party mean
-- = count(DL) / count(distinct party); a device that serves several accounts of one party counts once
-- source: U 1.5–2.2 used for payments
-- needs: s4_device_links_6A
WITH links AS (SELECT DISTINCT device_id, party_id FROM s4_device_links_6A WHERE party_id IS NOT NULL)
SELECT 'ALL' AS part, count(*) / count(DISTINCT party_id) AS value, count(*) AS rows_counted, NULL AS hits,
    count(DISTINCT party_id) || ' parties' AS note
FROM links
