-- M6: remote to present ticket
-- = mean ECOM / mean POS, cleared, one currency
-- source: D remote 28 % of card value (EBA/ECB 2025); count share U
SELECT 'ALL' AS part,
    avg(clearing_amount_minor) FILTER (channel = 'ECOM') / avg(clearing_amount_minor) FILTER (channel = 'POS') AS value,
    least(count_if(channel = 'ECOM'), count_if(channel = 'POS')) AS rows_counted, NULL AS hits, any_value(currency) AS note
FROM flows JOIN one_currency USING (currency) WHERE channel IN ('POS', 'ECOM') AND clearing_amount_minor IS NOT NULL
