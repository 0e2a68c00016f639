-- M5: mean cleared, EUR, POS
-- = avg(clearing_amount_minor) / 100
-- source: D contactless about 27 EUR (.8 tn / 29.5 bn, ECB H2 2024); S GBP 15.86 contactless UK
SELECT channel AS part, avg(clearing_amount_minor) / 100 AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note
FROM flows WHERE currency = 'EUR' AND channel = 'POS' AND clearing_amount_minor IS NOT NULL GROUP BY channel
