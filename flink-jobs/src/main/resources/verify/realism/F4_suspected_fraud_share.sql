-- F4: suspected-fraud share of declines
-- = share(59) of declines, cards
-- source: S 10–20 % on one page; U
SELECT 'ALL' AS part, avg((reason_code = '59')::INT) AS value, count(*) AS rows_counted, count_if(reason_code = '59') AS hits,
    NULL AS note
FROM flows WHERE auth_result = 'DECLINED' AND channel <> 'BANK_RAIL'
