-- How many merchants and parties have how many arrivals; those without any are not listed.
SELECT 'merchants' AS kind, arrivals, count(*) AS members
FROM (SELECT merchant_id, count(*) AS arrivals FROM entities GROUP BY merchant_id) GROUP BY ALL
UNION ALL
SELECT 'parties', arrivals, count(*) FROM (SELECT party_id, count(*) AS arrivals FROM entities GROUP BY party_id) GROUP BY ALL
