-- Flows by amount, price class and currency
-- reads: s2_flow_anchor_baseline_6B: flow_family, price_class, currency, amount_minor
SELECT currency, flow_family, CASE flow_family WHEN 'PURCHASE' THEN price_class ELSE flow_family END AS class, bin,
    10 ** (bin / 10.0) AS from_amount, sum(flows)::BIGINT AS flows
FROM amounts GROUP BY currency, flow_family, class, bin ORDER BY currency, class, bin
