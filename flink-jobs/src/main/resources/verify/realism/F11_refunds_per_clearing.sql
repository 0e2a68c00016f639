-- F11: refunds per clearing
-- = count(REFUND) / count(CLEARING) over channel, of flows that refunds had time for
-- source: ECOM S 5–12 % e-commerce by count, 2 % of all payments acceptable, R .001–.08; POS D, R .001–.08
-- needs: refund margin
SELECT channel AS part, count(refunded_us) / nullif(count(cleared_us), 0) AS value, count(cleared_us) AS rows_counted,
    count(refunded_us) AS hits, NULL AS note
FROM flows, settings WHERE channel IN ('ECOM', 'POS') AND started_us < refund_judged_until_us GROUP BY channel
