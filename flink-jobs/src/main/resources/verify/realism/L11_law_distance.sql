-- L11: law distance
-- = max over time laws of the KS distance to the policy's CDF; waits whose whole law ends before the last event may be,
--   laws with rows enough for a verdict
-- source: own law
-- not compared: a distance that chance alone makes, and that should be zero
WITH waits AS (
    SELECT 'STEP_UP_CHALLENGE' AS event_type, channel, price_class, '' AS reason_code, cross_border, started_us AS from_us, challenged_us AS to_us FROM flows
    UNION ALL SELECT 'STEP_UP_COMPLETE', channel, price_class, '', cross_border, challenged_us, completed_us FROM flows
    UNION ALL SELECT 'AUTH_RESPONSE', channel, price_class, coalesce(reason_code, ''), cross_border,
        coalesce(completed_us, challenged_us, started_us), answered_us FROM flows
    UNION ALL SELECT 'CLEARING', channel, price_class, '', cross_border, answered_us, cleared_us FROM flows
    UNION ALL SELECT 'REVERSAL', channel, price_class, '', cross_border, answered_us, reversed_us FROM flows
    UNION ALL SELECT 'REFUND', channel, price_class, '', cross_border, cleared_us, refunded_us FROM flows),
bound AS (
    SELECT l.law, least(bin_high, greatest(bin_low,
        floor(ln((to_us - from_us) / CASE WHEN w.cross_border THEN l.cross_border_factor ELSE 1 END) * bins_per_e)))::INT AS bin
    FROM waits w JOIN law_bindings l USING (event_type, channel, price_class, reason_code), settings
    WHERE to_us > from_us AND from_us + l.max_us < events_end_us),
counted AS (SELECT law, bin, count(*) AS waits FROM bound GROUP BY ALL),
compared AS (
    SELECT b.law, abs(b.cdf - sum(coalesce(c.waits, 0)) OVER (PARTITION BY b.law ORDER BY b.bin) / sum(coalesce(c.waits, 0)) OVER (PARTITION BY b.law)) AS distance,
        sum(coalesce(c.waits, 0)) OVER (PARTITION BY b.law) AS waits
    FROM law_bins b LEFT JOIN counted c USING (law, bin)),
laws AS (SELECT law, max(distance) AS distance, any_value(waits) AS waits FROM compared, settings WHERE waits >= law_rows_min GROUP BY law)
SELECT 'ALL' AS part, max(distance) AS value, sum(waits)::BIGINT AS rows_counted, NULL AS hits,
    CASE WHEN count(*) > 0 THEN count(*) || ' laws, farthest ' || arg_max(law, distance)
         ELSE 'no law has the ' || (SELECT law_rows_min FROM settings) || ' rows that a verdict needs' END AS note
FROM laws
