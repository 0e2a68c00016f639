-- types of events
-- measure: shares
SELECT event_type AS part, count(*) AS amount FROM events GROUP BY ALL
