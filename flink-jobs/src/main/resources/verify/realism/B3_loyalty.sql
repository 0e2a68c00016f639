-- B3: loyalty
-- = share of a party's arrivals at its top merchant, median over parties with >= 20
-- source: U; V individuals visit few places often (Krumme)
WITH parties AS (
    SELECT sum(arrivals) AS arrivals, max(arrivals) / sum(arrivals) AS share
    FROM party_merchants GROUP BY party_id HAVING sum(arrivals) >= 20)
SELECT 'ALL' AS part, median(share) AS value, sum(arrivals) AS rows_counted, NULL AS hits,
    count(*) || ' parties of 20 arrivals' AS note
FROM parties
