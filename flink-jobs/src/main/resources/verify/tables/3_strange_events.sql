-- Events that differ from what anchor and outcome of their flow say; none, in a sound run. The stream is read once and
-- held against the flows.
SELECT * FROM (
    SELECT e.flow_id, e.event_seq, e.event_type,
        f.has_anchor IS NOT TRUE OR e.merchant_id <> f.merchant_id OR e.channel <> f.channel
            OR e.instrument_id IS DISTINCT FROM f.instrument_id AS other_entities,
        f.has_anchor AND e.currency <> f.currency AS other_currency,
        f.has_anchor AND f.has_outcome AND e.amount_minor IS DISTINCT FROM
            CASE e.event_type WHEN 'CLEARING' THEN f.clearing_amount_minor WHEN 'REFUND' THEN f.refund_amount_minor
                WHEN 'REVERSAL' THEN -f.amount_minor ELSE f.amount_minor END AS other_amount,
        e.auth_result = 'DECLINED' AND e.event_seq + 1 < f.events AS not_the_last,
        f.has_outcome AND (e.event_type = 'AUTH_RESPONSE'
                AND (e.auth_result IS DISTINCT FROM f.auth_result OR e.reason_code IS DISTINCT FROM f.reason_code)
            OR e.event_type = 'STEP_UP_COMPLETE' AND e.step_up_result IS DISTINCT FROM f.step_up_result) AS other_answer
    FROM events e LEFT JOIN flows f USING (flow_id))
WHERE other_entities OR other_currency OR other_amount OR not_the_last OR other_answer
