-- Times inside a flow grow by at least the least step of the timing policy.
-- code: S2_TIME_ORDER
-- where: docs/data/s2_event_stream_baseline_6B.md, what always holds; docs/laws/timing.md
-- In the one order that the grammar knows; a comparison with an event that is not there holds.
SELECT flow_id, requested_us, challenged_us, completed_us, answered_us, cleared_us, reversed_us, refunded_us
FROM flows, settings
WHERE challenged_us - requested_us < min_step_us
   OR completed_us - challenged_us < min_step_us
   OR answered_us - coalesce(completed_us, challenged_us, requested_us) < min_step_us
   OR coalesce(cleared_us, reversed_us) - answered_us < min_step_us
   OR refunded_us - cleared_us < min_step_us
