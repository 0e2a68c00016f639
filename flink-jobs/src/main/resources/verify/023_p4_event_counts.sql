-- P4: event_count of an outcome is the number of its events; with the censored ones it is the length of its template.
-- code: S2_PARITY
-- where: docs/data/bundle-and-ledger.md, parity; docs/laws/flows.md, templates
SELECT f.flow_id, f.event_count, f.events, t.planned, f.censored_events
FROM flows f LEFT JOIN (SELECT DISTINCT template, planned FROM words) t USING (template)
WHERE f.has_outcome AND (f.events IS DISTINCT FROM f.event_count OR t.planned IS DISTINCT FROM f.event_count + f.censored_events)
