-- M15: segment effect
-- = mean(AFFLUENT) / mean(STUDENT), PURCHASE, one currency
-- source: U; R none
-- needs: s1_party_base_6A
SELECT 'ALL' AS part,
    avg(amount_minor) FILTER (segment_id = 'RETAIL_AFFLUENT') / avg(amount_minor) FILTER (segment_id = 'RETAIL_STUDENT') AS value,
    least(count_if(segment_id = 'RETAIL_AFFLUENT'), count_if(segment_id = 'RETAIL_STUDENT')) AS rows_counted, NULL AS hits, any_value(currency) AS note
FROM flows JOIN one_currency USING (currency) JOIN s1_party_base_6A USING (party_id) WHERE flow_family = 'PURCHASE'
