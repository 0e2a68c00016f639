-- Attempts of an order count from 0 without gaps below the channel's limit, and carry its amount, currency, merchant, channel and session.
-- code: S2_ATTEMPT
-- where: docs/data/s2_flow_anchor_baseline_6B.md, what always holds; docs/laws/flows.md, order
WITH later AS (
    SELECT order_id, attempt_index, amount_minor, currency, merchant_id, channel, session_id FROM flows WHERE attempt_index <> 0
), firsts AS (
    SELECT order_id, amount_minor, currency, merchant_id, channel, session_id FROM flows WHERE attempt_index = 0
)
SELECT order_id, 'more than one first attempt' AS what FROM firsts GROUP BY order_id HAVING count(*) > 1
UNION ALL
SELECT order_id, 'attempts do not count 1, 2, 3' FROM later GROUP BY order_id
HAVING min(attempt_index) <> 1 OR max(attempt_index) <> count(*) OR count(DISTINCT attempt_index) <> count(*)
UNION ALL
SELECT order_id, 'an attempt differs from the first' FROM later l LEFT JOIN firsts f USING (order_id) LEFT JOIN order_rules r ON r.channel = l.channel
WHERE (l.amount_minor, l.currency, l.merchant_id, l.channel, l.session_id)
    IS DISTINCT FROM (f.amount_minor, f.currency, f.merchant_id, f.channel, f.session_id)
   OR l.attempt_index >= r.attempts_max
