-- (flow_id, event_seq) is unique, and event_seq counts from 0 without gaps.
-- code: S2_TEMPLATE
-- where: docs/data/s2_event_stream_baseline_6B.md, what always holds
SELECT flow_id, events, bin(places) AS places FROM stories WHERE places <> (1::BIGINT << least(events, 14)) - 1
