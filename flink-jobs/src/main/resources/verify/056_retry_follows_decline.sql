-- A later attempt follows the decline of the attempt before it, inside the channel's gap and window.
-- code: S2_ATTEMPT
-- where: docs/laws/flows.md, order
WITH later AS (SELECT flow_id, order_id, attempt_index, channel, anchor_us FROM flows WHERE attempt_index > 0)
SELECT l.flow_id, l.order_id, l.attempt_index FROM later l
LEFT JOIN (SELECT order_id, attempt_index + 1 AS attempt_index, auth_result, auth_response_us FROM flows SEMI JOIN later USING (order_id)) e
    ON e.order_id = l.order_id AND e.attempt_index = l.attempt_index
LEFT JOIN order_rules r ON r.channel = l.channel
WHERE e.auth_result IS DISTINCT FROM 'DECLINED' OR NOT coalesce(l.anchor_us - e.auth_response_us BETWEEN r.min_gap_us AND r.window_us, false)
