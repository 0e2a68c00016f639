-- M2: tail
-- = q99 / q50 of authorised PURCHASE, one currency
-- source: R T12; D 8–25
SELECT 'ALL' AS part, quantile_cont(amount_minor, 0.99) / quantile_cont(amount_minor, 0.5) AS value, count(*) AS rows_counted,
    NULL AS hits, any_value(currency) AS note
FROM flows JOIN one_currency USING (currency) WHERE flow_family = 'PURCHASE'
