-- A declined flow has no later event; answers, reasons, results and approval codes stand exactly where they belong.
-- code: S2_DECLINE_FINAL
-- where: docs/laws/flows.md, checked on every row; docs/data/s2_event_stream_baseline_6B.md, columns
SELECT flow_id, event_seq, event_type FROM strange_events WHERE not_the_last
UNION ALL
SELECT flow_id, event_seq, event_type FROM events
WHERE (reason_code IS NOT NULL) <> (coalesce(auth_result, '') = 'DECLINED')
   OR (auth_result IS NOT NULL) <> (event_type = 'AUTH_RESPONSE')
   OR (step_up_result IS NOT NULL) <> (event_type = 'STEP_UP_COMPLETE')
   OR step_up_result NOT IN ('PASSED', 'FAILED')
   OR (approval_code IS NOT NULL) <> (coalesce(auth_result, '') = 'APPROVED' AND channel <> 'BANK_RAIL')
   OR approval_code >= 2176782336
