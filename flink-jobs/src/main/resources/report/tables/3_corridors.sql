-- Arrivals by country of sale, country of the party, channel.
SELECT legal_country_iso AS sale_country, party_country_iso AS party_country, channel, count(*) AS arrivals FROM entities GROUP BY ALL
