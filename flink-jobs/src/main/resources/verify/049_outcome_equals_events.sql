-- What an outcome says of answers, challenges and times stands in its events.
-- code: S2_PARITY
-- where: docs/data/s2_flow_outcome_baseline_6B.md, what always holds
SELECT flow_id FROM flows
WHERE has_outcome AND has_events AND (auth_response_us IS DISTINCT FROM answered_us OR clearing_us IS DISTINCT FROM cleared_us
   OR reversal_us IS DISTINCT FROM reversed_us OR refund_us IS DISTINCT FROM refunded_us
   OR (auth_result IS NULL) <> (answered_us IS NULL)
   OR step_up_result <> CASE WHEN completed_us IS NOT NULL THEN step_up_result
        WHEN challenged_us IS NOT NULL AND answered_us IS NOT NULL THEN 'ABANDONED' ELSE 'NONE' END
   OR (completed_us IS NOT NULL AND step_up_result NOT IN ('PASSED', 'FAILED')))
UNION ALL SELECT flow_id FROM strange_events WHERE other_answer
