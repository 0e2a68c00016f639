-- F10: order approval
-- = share(orders with any approved attempt), ECOM
-- source: D from F1, F9
WITH orders AS (
    SELECT bool_or(auth_result = 'APPROVED') AS approved FROM flows
    WHERE channel = 'ECOM' AND final_state <> 'AUTH_PENDING' GROUP BY order_id)
SELECT 'ECOM' AS part, avg(approved::INT) AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note
FROM orders
