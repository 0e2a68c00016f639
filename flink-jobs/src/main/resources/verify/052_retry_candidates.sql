-- RETRY draws are the retry candidates, recomputed along each session from anchors and outcomes.
-- code: S2_DRAWS
WITH flows AS (
    SELECT a.flow_id, a.session_id, a.merchant_id, a.channel, a.currency, a.attempt_index, epoch_us(a.ts_utc) AS ts_us,
        o.auth_result = 'DECLINED' AS declined, o.auth_result = 'APPROVED' AS approved,
        epoch_us(o.auth_response_ts) AS answer_us,
        row_number() OVER (PARTITION BY a.session_id ORDER BY a.ts_utc, a.merchant_id, a.arrival_seq) AS position
    FROM anchors a JOIN outcomes o USING (flow_id)
), walk AS (
    SELECT *,
        max(CASE WHEN declined THEN position END) OVER earlier AS declined_at,
        count(*) FILTER (WHERE approved) OVER same_till AS approvals
    FROM flows
    WINDOW earlier AS (PARTITION BY session_id ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
        same_till AS (PARTITION BY session_id, merchant_id, channel ORDER BY position
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), candidates AS (
    SELECT later.flow_id
    FROM walk later
    JOIN walk slot ON slot.session_id = later.session_id AND slot.position = later.declined_at
        AND slot.merchant_id = later.merchant_id AND slot.channel = later.channel
        AND slot.currency = later.currency
    JOIN order_rules r ON r.channel = later.channel
    WHERE later.approvals = slot.approvals AND slot.attempt_index + 1 < r.attempts_max
        AND later.ts_us - slot.answer_us BETWEEN r.min_gap_us AND r.window_us
), counted AS (
    SELECT coalesce(sum(evaluations), 0) AS evaluations FROM accounting WHERE decision = 'RETRY'
), expected AS (
    SELECT CASE WHEN (SELECT retries FROM settings) THEN count(*) ELSE 0 END AS candidates FROM candidates
)
SELECT evaluations, candidates FROM counted, expected WHERE evaluations <> candidates
