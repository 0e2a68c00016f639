-- F3: no-funds share
-- = share(reason_code in 51, AM04) of issuer declines (without S1, S2), cards
-- source: S 40 % (EBANX), almost half (Spreedly 2018), 57 %
SELECT 'ALL' AS part, avg((reason_code IN ('51', 'AM04'))::INT) AS value, count(*) AS rows_counted,
    count_if(reason_code IN ('51', 'AM04')) AS hits, NULL AS note
FROM flows WHERE auth_result = 'DECLINED' AND reason_code NOT IN ('S1', 'S2') AND channel <> 'BANK_RAIL'
