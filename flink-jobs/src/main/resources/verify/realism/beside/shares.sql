-- Rows of a run by the parts of four axes. Class and amount are of flows, channel and hour of arrivals; an hour is one of the
-- arrival's own clock; an amount counts in reference units, so that currencies can be pooled, two buckets to a factor of two.
SELECT 'class' AS axis, price_class AS part, count(*) AS counted FROM flows GROUP BY ALL
UNION ALL SELECT 'channel', channel, sum(arrivals)::BIGINT FROM local_hours GROUP BY ALL
UNION ALL SELECT 'hour', lpad(hour::VARCHAR, 2, '0'), sum(arrivals)::BIGINT FROM local_hours GROUP BY ALL
UNION ALL SELECT 'amount', floor(2 * log2(amount_minor / pow(10, decimals) / scale))::INT::VARCHAR, count(*)
    FROM flows JOIN currencies USING (currency) WHERE amount_minor > 0 GROUP BY ALL
