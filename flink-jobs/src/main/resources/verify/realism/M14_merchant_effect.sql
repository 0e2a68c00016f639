-- M14: merchant effect inside a class
-- = between-merchant share of the variance of log amount; one currency, merchants of 30 purchases, classes of 10 merchants pooled
-- source: U
WITH merchants AS (
    SELECT price_class, merchant_id, count(*) AS flows, avg(ln(amount_minor)) AS mean, var_samp(ln(amount_minor)) AS variance
    FROM flows JOIN one_currency USING (currency) WHERE flow_family = 'PURCHASE' GROUP BY ALL HAVING count(*) >= 30),
classes AS (
    SELECT sum(flows) AS flows, count(*) AS merchants, var_samp(mean) - avg(variance / flows) AS between, avg(variance) AS within
    FROM merchants GROUP BY price_class HAVING count(*) >= 10)
SELECT 'ALL' AS part, sum(flows * between) / nullif(sum(flows * (between + within)), 0) AS value, sum(flows) AS rows_counted,
    NULL AS hits, count(*) || ' classes, ' || sum(merchants) || ' merchants' AS note
FROM classes HAVING count(*) > 0
