-- One row per flow of the event stream: how many events there are, which, and when. Times are microseconds since 1970.
-- places has a bit per event_seq; word has the code of each event's type at the place of its event_seq, four bits each.
-- One aggregate over all events, of fixed size per flow, so that it spills where memory ends.
SELECT flow_id, count(*) AS events, bit_or(1::BIGINT << place) AS places, bit_or(code << (4 * place)) AS word,
    max(us) FILTER (code = 1) AS requested_us, max(us) FILTER (code = 3) AS challenged_us,
    max(us) FILTER (code = 4) AS completed_us, max(us) FILTER (code = 2) AS answered_us,
    max(us) FILTER (code = 5) AS cleared_us, max(us) FILTER (code = 7) AS reversed_us,
    max(us) FILTER (code = 6) AS refunded_us,
    max(amount_minor) FILTER (code = 5) AS cleared_minor, max(amount_minor) FILTER (code = 6) AS refunded_minor
FROM (SELECT flow_id, least(greatest(event_seq, 0), 14) AS place, epoch_us(ts_utc) AS us, amount_minor,
        CASE event_type WHEN 'AUTH_REQUEST' THEN 1 WHEN 'AUTH_RESPONSE' THEN 2 WHEN 'STEP_UP_CHALLENGE' THEN 3
            WHEN 'STEP_UP_COMPLETE' THEN 4 WHEN 'CLEARING' THEN 5 WHEN 'REFUND' THEN 6 WHEN 'REVERSAL' THEN 7
            ELSE 0 END::BIGINT AS code
    FROM events)
GROUP BY flow_id
