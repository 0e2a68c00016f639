-- Events by channel and what they say.
SELECT channel, event_type, auth_result, reason_code, count(*) AS events FROM events GROUP BY ALL
