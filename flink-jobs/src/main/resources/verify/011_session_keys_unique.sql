-- session_id is unique in the session index.
-- code: S1_SESSION_AGGREGATE_MISMATCH
-- where: docs/data/s1_session_index_6B.md, key
SELECT session_id, count(*) AS rows_found FROM sessions GROUP BY ALL HAVING count(*) > 1
