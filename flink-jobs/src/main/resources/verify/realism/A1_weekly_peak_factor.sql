-- A1: weekly peak factor
-- = max over local hour-of-week of share * 168, POS and ECOM together; over the whole weeks of the horizon
-- source: S Saturday 10–17 h carries 11.5 % of a week (Paymark, NZ); D factor 2.8
-- needs: 7 days
WITH local AS (
    SELECT arrivals, make_timestamptz(quarter * 900000000) AT TIME ZONE tzid AS ts
    FROM quarter_hours, settings
    WHERE channel IN ('POS', 'ECOM') AND quarter * 900000000 >= horizon_start_us AND quarter * 900000000 < whole_weeks_end_us),
hours AS (SELECT isodow(ts) AS day, hour(ts) AS hour, sum(arrivals) AS arrivals FROM local GROUP BY ALL)
SELECT 'ALL' AS part, max(arrivals) * 168 / sum(arrivals) AS value, sum(arrivals) AS rows_counted, NULL AS hits,
    'hour ' || arg_max(hour, arrivals) || ' of day ' || arg_max(day, arrivals) || ' of the week' AS note
FROM hours
