-- A2: weekend share
-- = share(local Saturday or Sunday); over the whole weeks of the horizon
-- source: R .2865
-- needs: 7 days
SELECT 'ALL' AS part,
    sum(arrivals) FILTER (isodow(make_timestamptz(quarter * 900000000) AT TIME ZONE tzid) >= 6) / sum(arrivals) AS value,
    sum(arrivals) AS rows_counted, sum(arrivals) FILTER (isodow(make_timestamptz(quarter * 900000000) AT TIME ZONE tzid) >= 6) AS hits,
    NULL AS note
FROM quarter_hours, settings
WHERE quarter * 900000000 >= horizon_start_us AND quarter * 900000000 < whole_weeks_end_us
