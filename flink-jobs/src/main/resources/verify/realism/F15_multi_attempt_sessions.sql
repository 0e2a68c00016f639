-- F15: multi-attempt sessions
-- = share(sessions with an order of >= 2 attempts)
-- source: R asked .01–.25 of multi-flow sessions; redefined on orders
WITH retried AS (SELECT count(DISTINCT session_id) AS sessions FROM flows WHERE attempt_index = 1),
whole AS (SELECT count(*) AS sessions FROM sessions)
SELECT 'ALL' AS part, retried.sessions / nullif(whole.sessions, 0) AS value, whole.sessions AS rows_counted,
    retried.sessions AS hits, NULL AS note
FROM retried, whole
