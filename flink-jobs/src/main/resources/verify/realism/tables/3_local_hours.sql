-- Arrivals by channel and hour of the local week, those of the whole weeks of the horizon apart. All offsets of time zones in
-- use are whole quarters of an hour; where a day ends with the offset that it began with, all of it has that one.
WITH quarters AS (
    SELECT tzid_primary AS tzid, channel, epoch_us(ts_utc) // 900000000 AS quarter, count(*) AS arrivals FROM entities GROUP BY ALL),
days AS (
    SELECT tzid, day, (epoch_us(make_timestamptz(day * 86400000000) AT TIME ZONE tzid) - day * 86400000000) // 900000000 AS ahead,
        (epoch_us(make_timestamptz((day + 1) * 86400000000) AT TIME ZONE tzid) - (day + 1) * 86400000000) // 900000000 AS ahead_after
    FROM (SELECT DISTINCT tzid, quarter // 96 AS day FROM quarters)),
clocks AS (
    SELECT channel, quarter, arrivals, CASE WHEN ahead = ahead_after THEN quarter + ahead
        ELSE epoch_us(make_timestamptz(quarter * 900000000) AT TIME ZONE tzid) // 900000000 END AS local_quarter
    FROM quarters JOIN days USING (tzid) WHERE day = quarter // 96)
SELECT channel, quarter * 900000000 >= horizon_start_us AND quarter * 900000000 < whole_weeks_end_us AS in_whole_weeks,
    (local_quarter // 96 + 3) % 7 + 1 AS weekday, local_quarter % 96 // 4 AS hour, sum(arrivals)::BIGINT AS arrivals
FROM clocks, settings GROUP BY ALL
