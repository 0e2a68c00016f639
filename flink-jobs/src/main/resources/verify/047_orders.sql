-- Attempts of an order count from 0 without gaps and carry its amount, currency, merchant, channel and session.
-- code: S2_ATTEMPT
SELECT order_id FROM anchors GROUP BY order_id
HAVING min(attempt_index) <> 0 OR max(attempt_index) + 1 <> count(*) OR count(DISTINCT attempt_index) <> count(*)
    OR count(DISTINCT amount_minor) > 1 OR count(DISTINCT currency) > 1 OR count(DISTINCT merchant_id) > 1
    OR count(DISTINCT channel) > 1 OR count(DISTINCT session_id) > 1
