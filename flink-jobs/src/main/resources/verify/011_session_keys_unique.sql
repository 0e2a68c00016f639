-- session_id is unique in the session index.
-- code: S1_SESSION_AGGREGATE_MISMATCH
SELECT session_id, count(*) AS rows_found FROM sessions GROUP BY ALL HAVING count(*) > 1
