-- Time between one arrival of a party and its next, and the gap before that one.
WITH walk AS (
    SELECT party_id, merchant_id, arrival_seq, ts_utc, epoch_us(ts_utc) - lag(epoch_us(ts_utc)) OVER w AS gap_us
    FROM entities WINDOW w AS (PARTITION BY party_id ORDER BY ts_utc, merchant_id, arrival_seq))
SELECT party_id, gap_us, lag(gap_us) OVER (PARTITION BY party_id ORDER BY ts_utc, merchant_id, arrival_seq) AS previous_us
FROM walk
