-- Q1: seed stability
-- = largest coefficient of variation of the metrics above over seeds 42, 7, 101, 202, fresh population each; sample standard
--   deviation over mean of each figure, see beside/1_seed_variation; a metric says itself why it is not compared
-- source: R .25 / .15 (its own panel re-used one population)
-- beside: 4 seeds
-- rows: 1
WITH ranked AS (
    SELECT *, metric_id || CASE WHEN part = 'ALL' THEN '' ELSE ' ' || part END AS name,
        row_number() OVER (ORDER BY variation DESC NULLS LAST, metric_id, part) AS place
    FROM seed_variation)
SELECT 'ALL' AS part, max(variation) AS value, count(variation) AS rows_counted, NULL AS hits,
    any_value(name || ' varies most, ' || told) FILTER (place = 1)
    || coalesce('; then ' || string_agg(name || ' ' || format('{:.3g}', variation), ', ' ORDER BY place) FILTER (place BETWEEN 2 AND 4), '')
    || '; ' || count(variation) || ' figures over seeds ' || (SELECT string_agg(seed, ', ' ORDER BY run) FROM seed_runs)
    || ', ' || count_if(variation IS NULL) || ' not compared' AS note
FROM ranked
