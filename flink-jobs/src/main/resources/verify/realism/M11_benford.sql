-- M11: Benford first digit, mean absolute deviation, POS + ECOM, one currency
-- = avg over digits 1..9 of |share - log10(1 + 1/d)|
-- source: V holds for totals over decades, not for cents (Josic and Zmuk); threshold is the usual one, U
-- not compared: a distance that should be near zero
WITH digits AS (
    SELECT left(amount_minor::VARCHAR, 1)::INT AS digit, count(*) AS flows FROM flows JOIN one_currency USING (currency)
    WHERE channel IN ('POS', 'ECOM') GROUP BY ALL),
nine AS (SELECT range AS digit, coalesce(flows, 0) AS flows FROM range(1, 10) LEFT JOIN digits ON digits.digit = range)
SELECT 'ALL' AS part, avg(abs(flows / (SELECT sum(flows) FROM nine) - log10(1 + 1 / digit))) AS value, sum(flows) AS rows_counted,
    NULL AS hits, (SELECT any_value(currency) FROM one_currency) AS note
FROM nine
