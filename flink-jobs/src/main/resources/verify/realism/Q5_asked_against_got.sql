-- Q5: asked against got
-- = largest |got - sum p| / sqrt(sum p (1 - p)) over the rates of the life cycle: each step by channel, and by what its law
--   reads; p of every flow by the sealed policies, for the steps that the flow came to; rates with cases enough, of the rarer
--   side
-- source: own law
WITH rates AS (
    SELECT *, (got - asked) / sqrt(greatest(variance, 1)) AS z, format('{} {}{}', channel, step, CASE WHEN part = '' THEN '' ELSE ', ' || part END) AS rate
    FROM law_rates, settings WHERE greatest(least(asked, flows - asked), least(got, flows - got)) >= cases_min)
SELECT 'ALL' AS part, max(abs(z)) AS value, (SELECT coalesce(max(came), 0) FROM (SELECT sum(flows) AS came FROM law_rates WHERE part = '' GROUP BY step))::BIGINT AS rows_counted,
    NULL AS hits, CASE WHEN count(*) > 0
        THEN format('{} rates; farthest {}: asked {:.1f}, got {}', count(*), arg_max(rate, abs(z)), arg_max(asked, abs(z)), arg_max(got, abs(z)))
        ELSE 'no rate has the ' || (SELECT cases_min FROM settings) || ' cases that a verdict needs' END AS note
FROM rates
