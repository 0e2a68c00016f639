-- Q3: parity
-- = differences of: arrivals = anchors = outcomes, events = sum of event_count, ledger = expected draws
-- source: own law
-- rows: 1
WITH counted AS (
    SELECT (SELECT count(*) FROM entities) AS arrivals, (SELECT count(*) FROM anchors) AS anchors,
        (SELECT count(*) FROM outcomes) AS outcomes, (SELECT count(*) FROM events) AS events,
        (SELECT coalesce(sum(event_count), 0) FROM outcomes) AS planned,
        (SELECT count(*) FROM manifest_parity WHERE NOT holds) AS broken)
SELECT 'ALL' AS part, abs(arrivals - anchors) + abs(anchors - outcomes) + abs(events - planned) + broken AS value,
    arrivals AS rows_counted, NULL AS hits, (SELECT count(*) FROM manifest_parity) || ' equations of the manifest' AS note
FROM counted
