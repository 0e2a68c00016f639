-- M9: .99 endings
-- = share(amount mod 100 = 99), ECOM, two-decimal currencies
-- source: V 9 is the most frequent last digit (Levy et al. 2011); share U; unshaped log-normal gives .01
SELECT channel AS part, avg((amount_minor % 100 = 99)::INT) AS value, count(*) AS rows_counted, count_if(amount_minor % 100 = 99) AS hits,
    NULL AS note
FROM flows JOIN currencies USING (currency) WHERE decimals = 2 AND channel = 'ECOM' AND flow_family = 'PURCHASE' GROUP BY channel
