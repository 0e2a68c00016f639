-- E4: shared devices
-- = share(parties per device >= 2) over DL
-- source: U household sharing; R asked for it and had 0
-- needs: s4_device_links_6A
WITH devices AS (
    SELECT min(party_id) <> max(party_id) AS shared FROM s4_device_links_6A WHERE party_id IS NOT NULL GROUP BY device_id)
SELECT 'ALL' AS part, avg(shared::INT) AS value, count(*) AS rows_counted, NULL AS hits, count_if(shared) || ' devices' AS note
FROM devices
