-- P3: anchors, outcomes and first events are the same flows, at the same time.
-- code: S2_PARITY
SELECT coalesce(a.flow_id, o.flow_id, e.flow_id) AS flow_id
FROM anchors a FULL JOIN outcomes o USING (flow_id) FULL JOIN (SELECT flow_id, ts_utc FROM events WHERE event_seq = 0) e USING (flow_id)
WHERE a.ts_utc IS DISTINCT FROM o.ts_utc OR a.ts_utc IS DISTINCT FROM e.ts_utc
