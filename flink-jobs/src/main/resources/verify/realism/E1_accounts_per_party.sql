-- E1: accounts per party
-- = count(AB) / count(distinct owner_party_id)
-- source: R 2.68
-- needs: s2_account_base_6A
SELECT 'ALL' AS part, count(*) / count(DISTINCT owner_party_id) AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note
FROM s2_account_base_6A
