-- One row per flow: what is known at its time, and how it ended. Times are microseconds since 1970.
SELECT a.account_id, a.party_id, a.merchant_id, a.session_id, a.order_id, a.attempt_index, a.channel, a.flow_family,
    a.sale_country_iso, a.party_country_iso, a.cross_border, a.price_class, a.currency, a.amount_minor,
    epoch_us(a.ts_utc) AS started_us, s.challenged_us, s.completed_us, epoch_us(o.auth_response_ts) AS answered_us,
    epoch_us(o.clearing_ts) AS cleared_us, epoch_us(o.reversal_ts) AS reversed_us, epoch_us(o.refund_ts) AS refunded_us,
    o.flow_type, o.final_state, o.auth_result, o.reason_code, o.step_up_result, o.clearing_amount_minor,
    o.clearing_kind, o.template
FROM anchors a JOIN outcomes o USING (flow_id) LEFT JOIN (
    SELECT flow_id, max(epoch_us(ts_utc)) FILTER (event_type = 'STEP_UP_CHALLENGE') AS challenged_us,
        max(epoch_us(ts_utc)) FILTER (event_type = 'STEP_UP_COMPLETE') AS completed_us
    FROM events WHERE event_type IN ('STEP_UP_CHALLENGE', 'STEP_UP_COMPLETE') GROUP BY flow_id) s USING (flow_id)
