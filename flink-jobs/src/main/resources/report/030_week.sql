-- Arrivals by hour of the local week
-- reads: s1_arrival_entities_6B: ts_utc, tzid_primary, legal_country_iso, channel
-- The fifteen busiest countries of sale by name, ALL for every country and channel; the mean is over the days of the horizon.
WITH days AS (
    SELECT isodow(day) AS weekday, count(*) AS days
    FROM (SELECT unnest(generate_series(make_timestamp(horizon_start_us), make_timestamp(horizon_end_us - 1), INTERVAL 1 DAY)) AS day
        FROM settings) GROUP BY ALL),
ranked AS (
    SELECT country, row_number() OVER (ORDER BY sum(arrivals) DESC, country) AS place FROM local_hours GROUP BY country),
named AS (
    SELECT CASE WHEN place <= 15 THEN country ELSE 'other' END AS sale_country, channel AS way, weekday, hour, arrivals
    FROM local_hours JOIN ranked USING (country))
SELECT coalesce(sale_country, 'ALL') AS country, coalesce(way, 'ALL') AS channel, weekday, hour,
    sum(arrivals)::BIGINT AS arrivals, round(sum(arrivals) / any_value(days), 2) AS mean_per_day
FROM named LEFT JOIN days USING (weekday)
GROUP BY GROUPING SETS (
    (sale_country, way, weekday, hour), (sale_country, weekday, hour), (way, weekday, hour), (weekday, hour))
ORDER BY ALL
