-- F5: decline rises with amount
-- = F1 in the top 1 % of amounts of a class / F1 in its lower half; purchases, by class and currency
-- source: U; R asked for independence, which no bank shows
WITH cuts AS (
    SELECT price_class, currency, quantile_disc(amount_minor, 0.5) AS half, quantile_disc(amount_minor, 0.99) AS top
    FROM flows WHERE flow_family = 'PURCHASE' AND final_state <> 'AUTH_PENDING' GROUP BY ALL),
rates AS (
    SELECT avg((auth_result = 'DECLINED')::INT) FILTER (amount_minor >= top) AS top_rate, count_if(amount_minor >= top) AS top_flows,
        count_if(amount_minor >= top AND auth_result = 'DECLINED') AS top_declines,
        avg((auth_result = 'DECLINED')::INT) FILTER (amount_minor <= half) AS low_rate, count_if(amount_minor <= half) AS low_flows,
        count_if(amount_minor <= half AND auth_result = 'DECLINED') AS low_declines
    FROM flows JOIN cuts USING (price_class, currency) WHERE flow_family = 'PURCHASE' AND final_state <> 'AUTH_PENDING')
SELECT 'ALL' AS part, top_rate / nullif(low_rate, 0) AS value, least(top_flows, low_flows) AS rows_counted,
    least(top_declines, low_declines) AS hits, 'top ' || round(top_rate, 4) || ', lower half ' || round(low_rate, 4) AS note
FROM rates
