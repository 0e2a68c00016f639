-- How long answers, clearings, reversals and refunds take
-- reads: s2_flow_outcome_baseline_6B: ts_utc, auth_response_ts, clearing_ts, reversal_ts, refund_ts, step_up_result
WITH waits AS (
    SELECT CASE step_up_result WHEN 'NONE' THEN 'answer' ELSE 'answer after a challenge' END AS wait,
        epoch_us(auth_response_ts) - epoch_us(ts_utc) AS us FROM outcomes WHERE auth_response_ts IS NOT NULL
    UNION ALL SELECT 'clearing after the answer', epoch_us(clearing_ts) - epoch_us(auth_response_ts) FROM outcomes WHERE clearing_ts IS NOT NULL
    UNION ALL SELECT 'reversal after the answer', epoch_us(reversal_ts) - epoch_us(auth_response_ts) FROM outcomes WHERE reversal_ts IS NOT NULL
    UNION ALL SELECT 'refund after clearing', epoch_us(refund_ts) - epoch_us(clearing_ts) FROM outcomes WHERE refund_ts IS NOT NULL)
SELECT wait, bin, 10 ** (bin / 10.0) AS from_seconds, count(*) AS flows,
    round(100 * count(*) / sum(count(*)) OVER (PARTITION BY wait), 3) AS percent
FROM (SELECT wait, floor(log10(greatest(us, 1) / 1e6) * 10)::INTEGER AS bin FROM waits)
GROUP BY wait, bin ORDER BY wait, bin
