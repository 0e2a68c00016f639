-- G1: cross-border
-- = share(party country differs from sale country), card channels
-- source: U 5–10 % by count in the EEA; R .914 was its defect
SELECT 'ALL' AS part, avg((party_country_iso <> legal_country_iso)::INT) AS value, count(*) AS rows_counted,
    count_if(party_country_iso <> legal_country_iso) AS hits, NULL AS note
FROM entities WHERE channel <> 'BANK_RAIL'
