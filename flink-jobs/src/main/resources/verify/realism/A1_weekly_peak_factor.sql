-- A1: weekly peak factor
-- = max over local hour-of-week of share * 168, POS and ECOM together; over the whole weeks of the horizon
-- source: S Saturday 10–17 h carries 11.5 % of a week (Paymark, NZ); D factor 2.8
-- needs: 7 days
WITH hours AS (
    SELECT weekday, hour, sum(arrivals) AS arrivals FROM local_hours WHERE in_whole_weeks AND channel IN ('POS', 'ECOM') GROUP BY ALL)
SELECT 'ALL' AS part, max(arrivals) * 168 / sum(arrivals) AS value, sum(arrivals) AS rows_counted, NULL AS hits,
    'hour ' || arg_max(hour, arrivals) || ' of day ' || arg_max(weekday, arrivals) || ' of the week' AS note
FROM hours
