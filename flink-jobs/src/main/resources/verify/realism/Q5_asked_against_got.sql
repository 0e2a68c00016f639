-- Q5: asked against got
-- = largest |got - sum p| / sqrt(sum p (1 - p)) over the rates of the life cycle: each step by channel, and by what its law
--   reads; p of every flow by the sealed policies, for the steps that the flow came to; rates with cases enough, of the rarer
--   side; where the policies rule out what came, 1000 for each flow, however few
-- source: own law
-- rows: 1
-- Chances are cut off at 2^-30, so what is asked of many flows may lie a little below their number.
WITH judged AS (
    SELECT *, (asked <= flows * 1e-9 AND got > 0) OR (flows - asked <= flows * 1e-9 AND got < flows) AS ruled_out FROM law_rates),
rates AS (
    SELECT *, CASE WHEN ruled_out THEN 1000 * (got - asked) ELSE (got - asked) / sqrt(greatest(variance, 1)) END AS z,
        format('{} {}{}', channel, step, CASE WHEN part = '' THEN '' ELSE ', ' || part END) AS rate
    FROM judged, settings WHERE ruled_out OR greatest(least(asked, flows - asked), least(got, flows - got)) >= cases_min)
SELECT 'ALL' AS part, max(abs(z)) AS value, (SELECT coalesce(max(came), 0) FROM (SELECT sum(flows) AS came FROM law_rates WHERE part = '' GROUP BY step))::BIGINT AS rows_counted,
    NULL AS hits, CASE WHEN count(*) > 0
        THEN format('{} rates; farthest {}: asked {:.1f}, got {}', count(*), arg_max(rate, abs(z)), arg_max(asked, abs(z)), arg_max(got, abs(z)))
        ELSE 'no rate has the ' || (SELECT cases_min FROM settings) || ' cases that a verdict needs' END AS note
FROM rates
