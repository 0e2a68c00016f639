-- Arrivals by country of sale, channel and hour of the local week. Offsets of time zones in use are whole quarters of an hour.
WITH quarters AS (
    SELECT legal_country_iso AS country, channel, tzid_primary AS tzid, epoch_us(ts_utc) // 900000000 AS quarter, count(*) AS arrivals
    FROM entities GROUP BY ALL),
clock AS (
    SELECT tzid, quarter, make_timestamptz(quarter * 900000000) AT TIME ZONE tzid AS local_ts
    FROM (SELECT DISTINCT tzid, quarter FROM quarters))
SELECT country, channel, isodow(local_ts)::INTEGER AS weekday, hour(local_ts)::INTEGER AS hour, sum(arrivals)::BIGINT AS arrivals
FROM quarters JOIN clock USING (tzid, quarter) GROUP BY ALL
