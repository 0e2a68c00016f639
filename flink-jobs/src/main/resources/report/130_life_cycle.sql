-- From the request to the end: how many flows take which way
-- reads: s2_flow_outcome_baseline_6B: step_up_result, auth_result, reason_code, final_state
WITH ways AS (
    SELECT CASE step_up_result WHEN 'NONE' THEN 'not challenged' ELSE 'challenged' END AS proof,
        CASE auth_result WHEN 'APPROVED' THEN 'approved' WHEN 'DECLINED' THEN 'declined' ELSE 'no answer yet' END AS answer,
        CASE WHEN auth_result = 'DECLINED' THEN 'declined: ' || class
            ELSE replace(lower(final_state), 'approved_open', 'open at the horizon') END AS ending, flows
    FROM endings LEFT JOIN reasons USING (reason_code))
SELECT 1 AS step, 'authorisation requested' AS source, proof AS target, sum(flows)::BIGINT AS flows FROM ways GROUP BY ALL
UNION ALL SELECT 2, proof, answer, sum(flows)::BIGINT FROM ways GROUP BY ALL
UNION ALL SELECT 3, answer, ending, sum(flows)::BIGINT FROM ways WHERE answer <> 'no answer yet' GROUP BY ALL
ORDER BY step, flows DESC, source, target
