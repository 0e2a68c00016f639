-- M7: cash mean, EUR or GBP
-- = avg(amount_minor) / 100, ATM; the one of the two with more withdrawals
-- source: V nearly 90 GBP per withdrawal (LINK, UK 2024)
SELECT 'ATM' AS part, avg(amount_minor) / 100 AS value, count(*) AS rows_counted, NULL AS hits, currency AS note
FROM flows WHERE flow_family = 'CASH' AND currency IN ('EUR', 'GBP') GROUP BY currency ORDER BY rows_counted DESC, note LIMIT 1
