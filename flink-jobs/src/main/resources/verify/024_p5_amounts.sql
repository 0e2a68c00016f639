-- P5: requested, cleared and refunded amounts are the same in events, anchors and outcomes, flow by flow.
-- code: S2_PARITY
WITH e AS (
  SELECT flow_id,
    max(amount_minor) FILTER (event_type = 'AUTH_REQUEST') AS requested,
    max(amount_minor) FILTER (event_type = 'CLEARING') AS cleared,
    max(amount_minor) FILTER (event_type = 'REFUND') AS refunded,
    max(amount_minor) FILTER (event_type = 'REVERSAL') AS reversed,
    min(currency) AS currency_low, max(currency) AS currency_high
  FROM events GROUP BY flow_id)
SELECT a.flow_id
FROM anchors a JOIN outcomes o USING (flow_id) JOIN e USING (flow_id)
WHERE e.requested IS DISTINCT FROM a.amount_minor
   OR e.cleared IS DISTINCT FROM o.clearing_amount_minor
   OR e.refunded IS DISTINCT FROM o.refund_amount_minor
   OR (e.reversed IS NOT NULL AND e.reversed <> -a.amount_minor)
   OR e.currency_low <> a.currency OR e.currency_high <> a.currency
