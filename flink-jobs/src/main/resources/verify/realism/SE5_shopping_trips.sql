-- SE5: shopping trips
-- = share(session has >= 2 merchants) over POS sessions; POS by primary_channel
-- source: U
SELECT 'ALL' AS part, avg((distinct_merchant_count >= 2)::INT) AS value, count(*) AS rows_counted,
    count_if(distinct_merchant_count >= 2) AS hits, NULL AS note
FROM sessions WHERE primary_channel = 'POS'
