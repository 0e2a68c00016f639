-- G4: zone match
-- = share(arrival zone belongs to the party's country), POS
-- source: R .077 was its defect
SELECT 'ALL' AS part, avg((coalesce(z.country, '') = e.party_country_iso)::INT) AS value, count(*) AS rows_counted,
    NULL AS hits, NULL AS note
FROM entities e LEFT JOIN zone_countries z ON z.tzid = e.tzid_primary WHERE e.channel = 'POS'
