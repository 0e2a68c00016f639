-- A6: party activity Gini
-- = Gini of arrivals over parties with >= 1 arrival
-- source: R .178 was too flat; U
WITH parties AS (SELECT party_id, sum(arrivals)::DOUBLE AS arrivals FROM party_merchants GROUP BY party_id),
sizes AS (SELECT arrivals, count(*)::DOUBLE AS parties FROM parties GROUP BY arrivals),
-- Parties of equal size share the mean of their ranks.
ranked AS (
    SELECT arrivals, parties, coalesce(sum(parties) OVER (ORDER BY arrivals ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
        + (parties + 1) / 2 AS rank
    FROM sizes)
SELECT 'ALL' AS part,
    2 * sum(rank * parties * arrivals) / (sum(parties) * sum(parties * arrivals)) - (sum(parties) + 1) / sum(parties) AS value,
    sum(parties * arrivals)::BIGINT AS rows_counted, NULL AS hits, sum(parties)::BIGINT || ' parties' AS note
FROM ranked
