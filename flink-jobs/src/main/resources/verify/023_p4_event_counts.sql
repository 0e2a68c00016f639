-- P4: event_count of an outcome is the number of its events; with the censored ones it is the length of its template.
-- code: S2_PARITY
WITH lengths(template, planned) AS (VALUES (1,3),(2,4),(3,3),(4,2),(5,2),(6,5),(7,6),(8,5),(9,4),(10,4),(11,4),(12,3)),
found AS (SELECT flow_id, count(*) AS n FROM events GROUP BY flow_id)
SELECT o.flow_id, o.event_count, f.n, l.planned, o.censored_events
FROM outcomes o LEFT JOIN found f USING (flow_id) LEFT JOIN lengths l USING (template)
WHERE f.n IS DISTINCT FROM o.event_count OR l.planned IS DISTINCT FROM o.event_count + o.censored_events
