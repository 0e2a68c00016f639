-- Cross-border arrivals: the forty busiest pairs of countries
-- reads: s1_arrival_entities_6B: legal_country_iso, party_country_iso
SELECT party_country, sale_country, sum(arrivals)::BIGINT AS arrivals
FROM corridors WHERE party_country <> sale_country
GROUP BY ALL ORDER BY arrivals DESC, party_country, sale_country LIMIT 40
