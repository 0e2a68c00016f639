-- Lorenz curves: share of arrivals that the busiest merchants and parties have
-- reads: s1_arrival_entities_6B: merchant_id, party_id; of members with at least one arrival
WITH running AS (
    SELECT kind, arrivals, sum(members) OVER busiest / sum(members) OVER (PARTITION BY kind) AS member_share,
        sum(members * arrivals) OVER busiest / sum(members * arrivals) OVER (PARTITION BY kind) AS arrival_share
    FROM activity WINDOW busiest AS (PARTITION BY kind ORDER BY arrivals DESC)),
thinned AS (
    SELECT kind, max(member_share) AS member_share, max(arrival_share) AS arrival_share
    FROM running GROUP BY kind, floor(member_share * 200), CASE WHEN member_share < 0.02 THEN floor(member_share * 2000) END)
SELECT kind, round(100 * member_share, 4) AS members_percent, round(100 * arrival_share, 4) AS arrivals_percent
FROM thinned UNION ALL SELECT DISTINCT kind, 0, 0 FROM activity ORDER BY kind, members_percent
