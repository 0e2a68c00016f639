-- Q4: digests that differ between parallelism 1, 2, 7, a kill, a restore
-- = count of data sets, and of the bundle where all have sealed the same inputs, whose digest is not one in all runs of one
--   identity; the runs must differ in tasks or starts
-- source: own law
-- beside: 2 repeats
-- rows: 1
WITH compared AS (SELECT name, count(DISTINCT digest) AS variants FROM repeat_digests GROUP BY name),
counted AS (SELECT count(*) AS digests, count_if(variants > 1) AS differing, string_agg(name, ', ' ORDER BY name) FILTER (variants > 1) AS names FROM compared),
layouts AS (SELECT count(DISTINCT layout) AS variants, string_agg(layout, '; ' ORDER BY run) AS text FROM repeat_runs)
SELECT 'ALL' AS part, CASE WHEN differing > 0 OR variants > 1 THEN differing END AS value, digests AS rows_counted, NULL AS hits,
    CASE WHEN differing > 0 THEN names || ' of ' || text WHEN variants > 1 THEN digests || ' digests of ' || text
         ELSE 'these runs were all made alike, ' || text || '; other tasks or a restart are needed' END AS note
FROM counted, layouts
