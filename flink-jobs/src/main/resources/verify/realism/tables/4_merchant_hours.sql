-- Arrivals by merchant and hour; hours without any are not listed.
SELECT merchant_id, epoch_us(ts_utc) // 3600000000 AS hour, count(*) AS arrivals FROM entities GROUP BY ALL
