-- One row per flow that anchors, outcomes or events know: what the checks of flows read of all three, side by side.
SELECT flow_id, a.flow_id IS NOT NULL AS has_anchor, o.flow_id IS NOT NULL AS has_outcome, s.flow_id IS NOT NULL AS has_events,
    a.merchant_id, a.arrival_seq, a.session_id, a.order_id, a.attempt_index, a.channel, a.flow_family, a.instrument_id,
    a.sale_country_iso, a.party_country_iso, a.cross_border, a.price_class, a.currency, a.amount_minor,
    epoch_us(a.ts_utc) AS anchor_us, epoch_us(o.ts_utc) AS outcome_us,
    o.flow_type, o.final_state, o.auth_result, o.reason_code, o.step_up_result, epoch_us(o.auth_response_ts) AS auth_response_us,
    epoch_us(o.clearing_ts) AS clearing_us, o.clearing_amount_minor, o.clearing_kind, epoch_us(o.reversal_ts) AS reversal_us,
    epoch_us(o.refund_ts) AS refund_us, o.refund_amount_minor, o.refund_kind, o.event_count, o.open_at_horizon,
    o.censored_events, o.template, s.* EXCLUDE (flow_id)
FROM anchors a FULL JOIN outcomes o USING (flow_id) FULL JOIN stories s USING (flow_id)
