-- arrivals per session, six and more together
-- measure: shares
SELECT least(arrival_count, 6)::VARCHAR AS part, count(*) AS amount FROM sessions GROUP BY ALL
