-- Arrivals by country of sale, channel and hour of the local week. Offsets of time zones in use are whole quarters of an hour;
-- where a day ends with the offset that it began with, all of it has that one.
WITH quarters AS (
    SELECT legal_country_iso AS country, channel, tzid_primary AS tzid, epoch_us(ts_utc) // 900000000 AS quarter, count(*) AS arrivals
    FROM entities GROUP BY ALL),
days AS (
    SELECT tzid, day, (epoch_us(make_timestamptz(day * 86400000000) AT TIME ZONE tzid) - day * 86400000000) // 900000000 AS ahead,
        (epoch_us(make_timestamptz((day + 1) * 86400000000) AT TIME ZONE tzid) - (day + 1) * 86400000000) // 900000000 AS ahead_after
    FROM (SELECT DISTINCT tzid, quarter // 96 AS day FROM quarters)),
clocks AS (
    SELECT country, channel, arrivals, CASE WHEN ahead = ahead_after THEN quarter + ahead
        ELSE epoch_us(make_timestamptz(quarter * 900000000) AT TIME ZONE tzid) // 900000000 END AS local_quarter
    FROM quarters JOIN days USING (tzid) WHERE day = quarter // 96)
SELECT country, channel, ((local_quarter // 96 + 3) % 7 + 1)::INTEGER AS weekday, (local_quarter % 96 // 4)::INTEGER AS hour,
    sum(arrivals)::BIGINT AS arrivals
FROM clocks GROUP BY ALL
