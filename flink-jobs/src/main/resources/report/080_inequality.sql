-- Gini coefficient, and what the busiest have
-- reads: s1_arrival_entities_6B: merchant_id, party_id; of members with at least one arrival
WITH running AS (
    SELECT kind, arrivals, members, sum(members) OVER w / sum(members) OVER (PARTITION BY kind) AS share,
        sum(members * arrivals) OVER w / sum(members * arrivals) OVER (PARTITION BY kind) AS mass
    FROM activity WINDOW w AS (PARTITION BY kind ORDER BY arrivals)),
steps AS (
    SELECT *, share - lag(share, 1, 0) OVER w AS width, mass + lag(mass, 1, 0) OVER w AS height
    FROM running WINDOW w AS (PARTITION BY kind ORDER BY arrivals))
SELECT kind, sum(members)::BIGINT AS members, sum(members * arrivals)::BIGINT AS arrivals,
    round(sum(members * arrivals) / sum(members), 2) AS mean, max(arrivals) AS most, round(1 - sum(width * height), 4) AS gini
FROM steps GROUP BY kind ORDER BY kind
