-- Parties of ten arrivals and more: the gaps between one arrival and the next, and how a gap goes with the one before it.
WITH gaps AS (
    SELECT party_id, us - lag(us) OVER walk AS gap_us, lag(us) OVER walk - lag(us, 2) OVER walk AS previous_us
    FROM (SELECT party_id, merchant_id, arrival_seq, epoch_us(ts_utc) AS us FROM entities)
    WINDOW walk AS (PARTITION BY party_id ORDER BY us, merchant_id, arrival_seq))
SELECT count(*) AS arrivals, avg(gap_us) AS mean_us, stddev_pop(gap_us) AS deviation_us, max(gap_us) AS longest_us,
    corr(ln(gap_us + 1), ln(previous_us + 1)) AS memory
FROM gaps GROUP BY party_id HAVING count(*) >= 10
