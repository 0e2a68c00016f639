-- How far the shares of two seeds lie apart on each axis: Jensen–Shannon divergence in bits, half of what each tells about
-- itself against the mean of both; 0 when equal, 1 when nothing is shared.
WITH parts AS (SELECT DISTINCT axis, part FROM seed_shares),
shares AS (
    SELECT run, seed, axis, part, coalesce(counted, 0) / sum(coalesce(counted, 0)) OVER (PARTITION BY run, axis) AS share
    FROM seed_runs CROSS JOIN parts LEFT JOIN seed_shares USING (run, axis, part))
SELECT a.axis, a.seed AS seed_a, b.seed AS seed_b, greatest(0, sum(
    CASE WHEN a.share > 0 THEN a.share / 2 * log2(2 * a.share / (a.share + b.share)) ELSE 0 END
    + CASE WHEN b.share > 0 THEN b.share / 2 * log2(2 * b.share / (a.share + b.share)) ELSE 0 END)) AS distance
FROM shares a JOIN shares b ON a.axis = b.axis AND a.part = b.part AND a.run < b.run
GROUP BY a.axis, a.run, b.run, a.seed, b.seed
