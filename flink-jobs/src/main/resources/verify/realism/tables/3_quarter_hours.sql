-- Arrivals by time zone, channel and quarter of an hour since 1970. All offsets of time zones in use are whole quarters.
SELECT tzid_primary AS tzid, channel, epoch_us(ts_utc) // 900000000 AS quarter, count(*) AS arrivals
FROM entities GROUP BY ALL
