-- A declined flow has no later event; a reason stands exactly on declined answers.
-- code: S2_DECLINE_FINAL
WITH answers AS (SELECT flow_id, event_seq AS answered_at FROM events WHERE auth_result = 'DECLINED')
SELECT e.flow_id, e.event_seq, e.event_type FROM events e JOIN answers a USING (flow_id) WHERE e.event_seq > a.answered_at
UNION ALL
SELECT flow_id, event_seq, event_type FROM events
WHERE (reason_code IS NOT NULL) <> (coalesce(auth_result, '') = 'DECLINED')
   OR (auth_result IS NOT NULL) <> (event_type = 'AUTH_RESPONSE')
   OR (step_up_result IS NOT NULL) <> (event_type = 'STEP_UP_COMPLETE')
   OR (approval_code IS NOT NULL) <> (coalesce(auth_result, '') = 'APPROVED' AND channel <> 'BANK_RAIL')
