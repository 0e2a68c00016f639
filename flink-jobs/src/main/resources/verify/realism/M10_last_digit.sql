-- M10: most frequent last digit of PURCHASE is 9, then 0
-- = rank of 9 among the last digits over channel, two-decimal currencies; a digit other than 0 before it counts twice
-- source: V Levy et al. 2011
-- not compared: a rank
WITH digits AS (
    SELECT channel, amount_minor % 10 AS digit, count(*) AS flows FROM flows JOIN currencies USING (currency)
    WHERE decimals = 2 AND flow_family = 'PURCHASE' AND channel IN ('ECOM', 'POS') GROUP BY ALL),
nines AS (SELECT channel, max(flows) FILTER (digit = 9) AS flows, sum(flows) AS rows_counted FROM digits GROUP BY channel)
SELECT channel AS part, 1 + sum(CASE WHEN d.flows <= coalesce(n.flows, 0) THEN 0 WHEN d.digit = 0 THEN 1 ELSE 2 END) AS value,
    any_value(n.rows_counted) AS rows_counted, NULL AS hits, arg_max(d.digit, d.flows) || ' is first' AS note
FROM digits d JOIN nines n USING (channel) GROUP BY channel
