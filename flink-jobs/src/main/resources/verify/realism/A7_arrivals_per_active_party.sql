-- A7: arrivals per active party and 30 days, mean
-- = arrivals / parties with >= 1 arrival * 30 / days of the horizon
-- source: S 48 payments per consumer and month (Diary of Consumer Payment Choice 2024)
-- needs: 7 days
SELECT 'ALL' AS part, sum(arrivals) / count(DISTINCT party_id) * 30 / max(days) AS value,
    sum(arrivals) AS rows_counted, NULL AS hits, count(DISTINCT party_id) || ' parties, ' || round(max(days), 1) || ' days' AS note
FROM party_merchants, settings
