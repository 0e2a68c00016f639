-- RETRY draws are the retry candidates, recomputed along each session from anchors and outcomes.
-- code: S2_DRAWS
-- where: docs/laws/flows.md, order and draws
-- Only sessions with a decline can have one.
WITH seen AS (
    SELECT flow_id, session_id, merchant_id, channel, currency, attempt_index, anchor_us AS ts_us,
        auth_result = 'DECLINED' AS declined, auth_result = 'APPROVED' AS approved, auth_response_us AS answer_us,
        row_number() OVER (PARTITION BY session_id ORDER BY anchor_us, merchant_id, arrival_seq) AS position
    FROM flows SEMI JOIN (SELECT session_id FROM flows WHERE auth_result = 'DECLINED') USING (session_id)
), paths AS (
    SELECT *,
        max(CASE WHEN declined THEN position END) OVER earlier AS declined_at,
        count(*) FILTER (WHERE approved) OVER same_till AS approvals
    FROM seen
    WINDOW earlier AS (PARTITION BY session_id ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
        same_till AS (PARTITION BY session_id, merchant_id, channel ORDER BY position
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), candidates AS (
    SELECT later.flow_id
    FROM paths later
    JOIN paths slot ON slot.session_id = later.session_id AND slot.position = later.declined_at
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
