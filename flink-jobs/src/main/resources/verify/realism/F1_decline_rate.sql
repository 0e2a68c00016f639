-- F1: decline rate
-- = share(auth_result = DECLINED) over channel, of answered flows
-- source: ECOM S remote approvals 75–90 % (EBANX), 85 % good (uSwipe), R corridor = pass; POS S about a third of remote (Bank of America in PYMNTS 2022), > 97 % target, R; ATM R, U inside it
SELECT channel AS part, avg((auth_result = 'DECLINED')::INT) AS value, count(*) AS rows_counted,
    count_if(auth_result = 'DECLINED') AS hits, NULL AS note
FROM flows WHERE channel IN ('ECOM', 'POS', 'ATM') AND final_state <> 'AUTH_PENDING' GROUP BY channel
