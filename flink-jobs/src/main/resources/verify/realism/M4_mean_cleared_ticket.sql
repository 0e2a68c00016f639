-- M4: mean cleared ticket, EUR, POS + ECOM
-- = avg(clearing_amount_minor) / 100
-- source: V 39 EUR per card payment, euro area (ECB, H1 and H2 2024)
SELECT 'ALL' AS part, avg(clearing_amount_minor) / 100 AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note
FROM flows WHERE currency = 'EUR' AND channel IN ('POS', 'ECOM') AND clearing_amount_minor IS NOT NULL
