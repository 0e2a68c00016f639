-- G3: remote to present cross-border ratio
-- = G1(ECOM) / G1(POS)
-- source: U
WITH abroad AS (
    SELECT channel, avg((party_country_iso <> legal_country_iso)::INT) AS share, count(*) AS arrivals,
        count_if(party_country_iso <> legal_country_iso) AS hits
    FROM entities WHERE channel IN ('ECOM', 'POS') GROUP BY channel)
SELECT 'ALL' AS part, remote.share / nullif(present.share, 0) AS value, least(remote.arrivals, present.arrivals) AS rows_counted,
    least(remote.hits, present.hits) AS hits, NULL AS note
FROM abroad remote, abroad present WHERE remote.channel = 'ECOM' AND present.channel = 'POS'
