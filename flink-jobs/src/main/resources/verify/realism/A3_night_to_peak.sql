-- A3: night to peak
-- = min / max over local hour of count
-- source: R 1.74 M / 8.85 M = .20
-- needs: 1 days
WITH counted AS (SELECT hour, sum(arrivals) AS arrivals FROM local_hours GROUP BY hour),
hours AS (SELECT coalesce(arrivals, 0) AS arrivals FROM range(24) h(hour) LEFT JOIN counted USING (hour))
SELECT 'ALL' AS part, min(arrivals) / max(arrivals) AS value, sum(arrivals) AS rows_counted, NULL AS hits, NULL AS note
FROM hours HAVING sum(arrivals) > 0
