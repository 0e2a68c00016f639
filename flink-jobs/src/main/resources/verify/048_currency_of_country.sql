-- The country of sale sets the currency: one country, one currency.
-- code: S2_CURRENCY
SELECT sale_country_iso, count(DISTINCT currency) AS currencies FROM anchors GROUP BY sale_country_iso HAVING count(DISTINCT currency) > 1
