-- Flows by amount: ten bins per factor of ten of major units, and the last two digits where the currency has cents.
SELECT flow_family, channel, price_class, currency, floor(log10(amount_minor / 10 ** decimals) * 10)::INTEGER AS bin,
    CASE WHEN decimals = 2 THEN (amount_minor % 100)::INTEGER END AS ending, count(*) AS flows
FROM anchors JOIN currencies USING (currency) GROUP BY ALL
