-- L9: refund delay after clearing, q50 and q95 days, ECOM goods
-- = q50, q95(refund - clearing), APPAREL, ELECTRONICS, RETAIL, of flows that refunds had time for
-- source: S 14–30 day windows, 3–10 business days to post; D
-- needs: refund margin
WITH delays AS (
    SELECT (refunded_us - cleared_us) / 86400e6 AS days FROM flows, settings
    WHERE channel = 'ECOM' AND price_class IN ('APPAREL', 'ELECTRONICS', 'RETAIL') AND refunded_us IS NOT NULL
        AND started_us < refund_judged_until_us)
SELECT 'Q50' AS part, quantile_cont(days, 0.5) AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note FROM delays
UNION ALL SELECT 'Q95', quantile_cont(days, 0.95), count(*), NULL, NULL FROM delays
