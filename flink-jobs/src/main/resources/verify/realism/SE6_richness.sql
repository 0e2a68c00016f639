-- SE6: richness T20
-- = mean of share(device has > 1 party), share(IP has > 1 device), share(account has > 1 instrument), entities seen in A;
--   without terminals, which serve everybody by nature
-- source: R T20 .05 / .10
WITH own AS (SELECT device_id, ip_id, party_id FROM entities WHERE NOT device_is_terminal),
devices AS (SELECT avg((min_party <> max_party)::INT) AS share
    FROM (SELECT min(party_id) AS min_party, max(party_id) AS max_party FROM own GROUP BY device_id)),
ips AS (SELECT avg((min_device <> max_device)::INT) AS share
    FROM (SELECT min(device_id) AS min_device, max(device_id) AS max_device FROM own GROUP BY ip_id)),
accounts AS (SELECT avg((min_instrument <> max_instrument)::INT) AS share
    FROM (SELECT min(instrument_id) AS min_instrument, max(instrument_id) AS max_instrument
          FROM entities WHERE instrument_id IS NOT NULL GROUP BY account_id))
SELECT 'ALL' AS part, (devices.share + ips.share + accounts.share) / 3 AS value, (SELECT count(*) FROM own) AS rows_counted,
    NULL AS hits, 'devices ' || round(devices.share, 3) || ', IPs ' || round(ips.share, 3) || ', accounts ' || round(accounts.share, 3) AS note
FROM devices, ips, accounts
