-- Arrivals by country of sale and channel, and how many of the parties are from abroad
-- reads: s1_arrival_entities_6B: legal_country_iso, party_country_iso, channel
SELECT row_number() OVER (ORDER BY sum(arrivals) DESC, sale_country) AS place, sale_country AS country,
    sum(arrivals)::BIGINT AS arrivals,
    coalesce(sum(arrivals) FILTER (channel = 'POS'), 0)::BIGINT AS pos,
    coalesce(sum(arrivals) FILTER (channel = 'ECOM'), 0)::BIGINT AS ecom,
    coalesce(sum(arrivals) FILTER (channel = 'ATM'), 0)::BIGINT AS atm,
    coalesce(sum(arrivals) FILTER (channel = 'BANK_RAIL'), 0)::BIGINT AS bank_rail,
    coalesce(sum(arrivals) FILTER (channel = 'HYBRID'), 0)::BIGINT AS hybrid,
    coalesce(sum(arrivals) FILTER (party_country <> sale_country), 0)::BIGINT AS from_abroad,
    round(100 * coalesce(sum(arrivals) FILTER (party_country <> sale_country), 0) / sum(arrivals), 2) AS from_abroad_percent
FROM corridors GROUP BY sale_country ORDER BY place
