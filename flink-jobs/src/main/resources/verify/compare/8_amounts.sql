-- authorised amounts of the three commonest currencies, minor units, at p50, p95 and p99
-- measure: values
WITH common AS (SELECT currency FROM anchors GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 3),
cut AS (SELECT currency, quantile_disc(amount_minor, [0.5, 0.95, 0.99]) AS points FROM anchors SEMI JOIN common USING (currency) GROUP BY currency)
SELECT currency || ' p' || unnest([50, 95, 99]) AS part, unnest(points)::DOUBLE AS amount FROM cut
