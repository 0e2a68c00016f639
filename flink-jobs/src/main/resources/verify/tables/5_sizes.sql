-- How many arrivals each session has, by the arrivals themselves.
SELECT session_id, count(*) AS arrivals FROM entities GROUP BY session_id
