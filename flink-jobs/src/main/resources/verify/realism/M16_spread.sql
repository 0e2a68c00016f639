-- M16: spread
-- = sd of log amount, POS / ECOM, one currency
-- source: D 1.67 in one public card set; .7–1.1 per merchant U
SELECT channel AS part, stddev_samp(ln(amount_minor)) AS value, count(*) AS rows_counted, NULL AS hits, any_value(currency) AS note
FROM flows JOIN one_currency USING (currency) WHERE channel IN ('POS', 'ECOM') GROUP BY channel
