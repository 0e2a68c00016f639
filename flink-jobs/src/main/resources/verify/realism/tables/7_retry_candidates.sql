-- Flows that could go on with a declined order: the latest decline of their session, at the same till and in time. As the
-- doer saw them, so by plan: an answer behind the horizon counts. Only sessions with a decline can have one.
WITH seen AS (
    SELECT a.flow_id, a.session_id, a.merchant_id, a.channel, a.currency, a.attempt_index, a.instrument_id, o.reason_code,
        epoch_us(a.ts_utc) AS started_us, epoch_us(o.auth_response_ts) AS answered_us, o.template IN (5, 10, 11, 12) AS declined,
        row_number() OVER (PARTITION BY a.session_id ORDER BY a.ts_utc, a.merchant_id, a.arrival_seq) AS position
    FROM anchors a JOIN outcomes o USING (flow_id) SEMI JOIN (
        SELECT session_id FROM flows WHERE template IN (5, 10, 11, 12)) s USING (session_id)),
paths AS (
    SELECT *, max(CASE WHEN declined THEN position END) OVER earlier AS declined_at,
        count(*) FILTER (NOT declined) OVER same_till AS approvals
    FROM seen
    WINDOW earlier AS (PARTITION BY session_id ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
        same_till AS (PARTITION BY session_id, merchant_id, channel ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
SELECT later.flow_id, slot.reason_code, later.instrument_id IS NOT DISTINCT FROM slot.instrument_id AS same_instrument,
    later.started_us - slot.answered_us AS gap_us
FROM paths later
JOIN paths slot ON slot.session_id = later.session_id AND slot.position = later.declined_at AND slot.merchant_id = later.merchant_id
    AND slot.channel = later.channel AND slot.currency = later.currency
JOIN order_rules r ON r.channel = later.channel
WHERE later.approvals = slot.approvals AND slot.attempt_index + 1 < r.attempts_max
    AND later.started_us - slot.answered_us BETWEEN r.min_gap_us AND r.window_us
