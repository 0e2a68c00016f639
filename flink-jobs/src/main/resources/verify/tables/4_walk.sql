-- Arrivals along their party, each beside the one before it. Order of equal times: merchant unsigned, then sequence.
-- slices: entities
-- A window holds what it sorts, so a large run is walked party by party in slices.
SELECT party_id, merchant_id, arrival_seq, channel, session_id, session_seq, gap_previous_us, session_elapsed_us, boundary_rule,
    us, lag(us) OVER party AS earlier_us, lag(channel) OVER party AS earlier_channel,
    lag(session_id) OVER party AS earlier_session, lag(session_seq) OVER party AS earlier_seq,
    lag(session_elapsed_us) OVER party AS earlier_elapsed_us
FROM (SELECT *, epoch_us(ts_utc) AS us FROM entities
    WHERE hash(party_id) % getvariable('slices')::UBIGINT = getvariable('slice')::UBIGINT)
WINDOW party AS (PARTITION BY party_id ORDER BY us, merchant_id, arrival_seq)
