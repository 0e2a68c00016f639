-- (flow_id, event_seq) is unique, and event_seq counts from 0 without gaps.
-- code: S2_TEMPLATE
SELECT flow_id, count(*) AS events_found, max(event_seq) AS last_seq, count(DISTINCT event_seq) AS distinct_seqs
FROM events GROUP BY flow_id HAVING count(*) <> max(event_seq) + 1 OR count(DISTINCT event_seq) <> count(*)
