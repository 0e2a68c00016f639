-- Q2: seed distance
-- = largest Jensen–Shannon divergence of class, channel, hour, amount-bucket shares between two seeds; in bits, see
--   beside/shares and beside/2_seed_distances
-- source: R .08 / .05
-- beside: 2 seeds
WITH axes AS (SELECT axis, max(distance) AS distance FROM seed_distances GROUP BY axis),
smallest AS (SELECT min(counted) AS counted FROM (SELECT sum(counted) AS counted FROM seed_shares GROUP BY run, axis))
SELECT 'ALL' AS part, max(distance) AS value, (SELECT counted::BIGINT FROM smallest) AS rows_counted, NULL AS hits,
    arg_max(axis || ' of seeds ' || seed_a || ' and ' || seed_b, distance) || ' differs most; '
    || (SELECT string_agg(axis || ' ' || format('{:.2g}', distance), ', ' ORDER BY distance DESC, axis) FROM axes) AS note
FROM seed_distances
