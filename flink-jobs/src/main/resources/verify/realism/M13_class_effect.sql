-- M13: class effect
-- = eta squared of log amount over price_class, ECOM, one currency
-- source: U; R no effect at all
WITH classes AS (
    SELECT price_class, count(*) AS flows, avg(ln(amount_minor)) AS mean, var_pop(ln(amount_minor)) AS within
    FROM flows JOIN one_currency USING (currency) WHERE channel = 'ECOM' GROUP BY price_class),
whole AS (SELECT sum(flows * mean) / sum(flows) AS mean FROM classes)
SELECT 'ECOM' AS part, sum(flows * pow(c.mean - w.mean, 2)) / nullif(sum(flows * (pow(c.mean - w.mean, 2) + within)), 0) AS value,
    sum(flows) AS rows_counted, NULL AS hits, count(*) || ' classes, ' || (SELECT any_value(currency) FROM one_currency) AS note
FROM classes c, whole w
