-- G2: home share by channel
-- = 1 - G1 over channel: POS, ATM
-- source: R policy .98, .99
SELECT channel AS part, avg((party_country_iso = legal_country_iso)::INT) AS value, count(*) AS rows_counted,
    NULL AS hits, NULL AS note
FROM entities WHERE channel IN ('POS', 'ATM') GROUP BY channel
