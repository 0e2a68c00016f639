-- arrivals by hour of the day, UTC
-- measure: shares
SELECT lpad(hour(ts_utc AT TIME ZONE 'UTC')::VARCHAR, 2, '0') AS part, count(*) AS amount FROM entities GROUP BY ALL
