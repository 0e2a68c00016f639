-- How much a figure of the card varies from seed to seed: sample standard deviation over mean, 0 where it is the same
-- everywhere. No variation has what some run did not measure, what its metric says is not compared, what is below zero.
WITH figures AS (
    SELECT metric_id, part, list(figure ORDER BY run) AS figures, string_agg(format('{:.4g}', figure), ' ' ORDER BY run) AS told,
        avg(figure) AS mean, stddev_samp(figure) AS deviation, min(figure) AS least, max(figure) AS most,
        count(figure) AS measured, count(*) AS runs, any_value(not_compared) AS declared
    FROM seed_figures GROUP BY metric_id, part),
judged AS (
    SELECT *, CASE WHEN measured < runs THEN 'measured in ' || measured || ' of ' || runs || ' runs'
        WHEN least = most THEN '' WHEN declared <> '' THEN declared
        WHEN least < 0 THEN 'below zero in a run' ELSE '' END AS not_compared
    FROM figures)
SELECT metric_id, part, figures, told, mean, not_compared,
    CASE WHEN not_compared <> '' THEN NULL WHEN least = most THEN 0 ELSE deviation / mean END AS variation
FROM judged
