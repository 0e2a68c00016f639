-- One row per flow: what is known at its time, and how it ended. Times are microseconds since 1970. Words are of the types that
-- CardTables makes of the closed lists; a run with another word is not measured.
WITH ends AS (
    SELECT flow_id, epoch_us(auth_response_ts) AS answered_us, epoch_us(clearing_ts) AS cleared_us, epoch_us(reversal_ts) AS reversed_us,
        epoch_us(refund_ts) AS refunded_us, final_state::final_state_word AS final_state,
        auth_result::auth_result_word AS auth_result, reason_code::reason_code_word AS reason_code,
        step_up_result::step_up_result_word AS step_up_result, clearing_amount_minor, template
    FROM outcomes),
challenges AS (
    SELECT flow_id, max(epoch_us(ts_utc)) FILTER (event_type = 'STEP_UP_CHALLENGE') AS challenged_us,
        max(epoch_us(ts_utc)) FILTER (event_type = 'STEP_UP_COMPLETE') AS completed_us
    FROM events WHERE event_type IN ('STEP_UP_CHALLENGE', 'STEP_UP_COMPLETE') GROUP BY flow_id)
SELECT account_id, party_id, merchant_id, session_id, order_id, attempt_index, channel::channel_word AS channel,
    flow_family::flow_family_word AS flow_family, sale_country_iso, party_country_iso, cross_border,
    price_class::price_class_word AS price_class, currency, amount_minor, epoch_us(ts_utc) AS started_us,
    e.* EXCLUDE (flow_id), c.* EXCLUDE (flow_id)
FROM anchors JOIN ends e USING (flow_id) LEFT JOIN challenges c USING (flow_id)
