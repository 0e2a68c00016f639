-- E2: cards per person
-- = count(IB where class CARD) / count(PB where RETAIL); class CARD: kinds CARD_PHYSICAL and CARD_VIRTUAL of the taxonomy
-- source: V 2.1 per inhabitant, euro area (ECB payments statistics, H2 2024); D 3.1 UK
-- needs: s1_party_base_6A s3_instrument_base_6A
WITH cards AS (
    SELECT count(*) AS cards FROM s3_instrument_base_6A i JOIN instrument_kinds k ON k.token = i.instrument_type
    WHERE k.kind IN ('CARD_PHYSICAL', 'CARD_VIRTUAL')),
persons AS (SELECT count(*) AS persons FROM s1_party_base_6A WHERE party_type = 'RETAIL')
SELECT 'ALL' AS part, cards / nullif(persons, 0) AS value, persons AS rows_counted, NULL AS hits, cards || ' cards' AS note
FROM cards, persons
