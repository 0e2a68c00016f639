-- F9: retried
-- = share(first-attempt declines whose order has attempt_index 1)
-- source: S 44 % give up after a decline (PayPal), so at most 56 % go on; U
WITH second AS (SELECT DISTINCT order_id FROM flows WHERE attempt_index = 1)
SELECT 'ALL' AS part, avg((s.order_id IS NOT NULL)::INT) AS value, count(*) AS rows_counted, count_if(s.order_id IS NOT NULL) AS hits,
    NULL AS note
FROM flows f LEFT JOIN second s USING (order_id) WHERE f.attempt_index = 0 AND f.auth_result = 'DECLINED'
