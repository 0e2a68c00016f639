-- A8: over-dispersion
-- = var / mean of hourly counts per merchant with mean >= 3, median; over every hour of the horizon, empty ones too
-- source: R residual sd 1.2–1.6
-- needs: 1 days
WITH merchants AS (
    SELECT merchant_id, sum(arrivals) AS arrivals, sum(arrivals) / max(hours) AS mean,
        (sum(arrivals * arrivals) - sum(arrivals) * sum(arrivals) / max(hours)) / (max(hours) - 1) AS variance
    FROM merchant_hours, settings GROUP BY merchant_id)
SELECT 'ALL' AS part, median(variance / mean) AS value, sum(arrivals) AS rows_counted, NULL AS hits,
    count(*) || ' merchants of 3 arrivals an hour' AS note
FROM merchants WHERE mean >= 3
