-- Last two digits of prices, by channel
-- reads: s2_flow_anchor_baseline_6B: amount_minor, channel; purchases in currencies with cents
SELECT channel, ending, sum(flows)::BIGINT AS flows, round(100 * sum(flows) / sum(sum(flows)) OVER (PARTITION BY channel), 3) AS percent
FROM amounts WHERE flow_family = 'PURCHASE' AND ending IS NOT NULL GROUP BY channel, ending ORDER BY channel, ending
