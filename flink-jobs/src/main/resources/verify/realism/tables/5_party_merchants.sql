-- Arrivals by party and merchant.
SELECT party_id, merchant_id, count(*) AS arrivals FROM entities GROUP BY ALL
