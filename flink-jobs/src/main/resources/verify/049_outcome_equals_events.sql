-- What an outcome says of answers and times stands in its events.
-- code: S2_PARITY
WITH e AS (
  SELECT flow_id, max(auth_result) AS auth_result, max(reason_code) AS reason_code,
    max(ts_utc) FILTER (event_type = 'AUTH_RESPONSE') AS answered, max(ts_utc) FILTER (event_type = 'CLEARING') AS cleared,
    max(ts_utc) FILTER (event_type = 'REVERSAL') AS reversed, max(ts_utc) FILTER (event_type = 'REFUND') AS refunded
  FROM events GROUP BY flow_id)
SELECT o.flow_id FROM outcomes o JOIN e USING (flow_id)
WHERE o.auth_result IS DISTINCT FROM e.auth_result OR o.reason_code IS DISTINCT FROM e.reason_code
   OR o.auth_response_ts IS DISTINCT FROM e.answered OR o.clearing_ts IS DISTINCT FROM e.cleared
   OR o.reversal_ts IS DISTINCT FROM e.reversed OR o.refund_ts IS DISTINCT FROM e.refunded
