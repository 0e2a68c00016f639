-- F7: challenged
-- = share(step_up_result <> NONE), ECOM inside the SCA region
-- source: V frictionless mean 64 % of 3DS (Ravelin 2024, 37 countries); S 58 % (2026); 3DS share U
SELECT channel AS part, avg((step_up_result <> 'NONE')::INT) AS value, count(*) AS rows_counted,
    count_if(step_up_result <> 'NONE') AS hits, NULL AS note
FROM flows SEMI JOIN sca_countries sale ON sale.country = flows.sale_country_iso
    SEMI JOIN sca_countries party ON party.country = flows.party_country_iso
WHERE channel = 'ECOM' AND final_state <> 'AUTH_PENDING' GROUP BY channel
