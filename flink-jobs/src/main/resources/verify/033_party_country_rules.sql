-- The party lives in the country of the arrival for HOME, elsewhere for ABROAD and VISITOR.
-- code: S1_ENTITY_REFERENCE_INVALID
-- where: docs/data/s1_arrival_entities_6B.md, party_rule; docs/laws/attach.md
SELECT merchant_id, arrival_seq, party_rule, legal_country_iso, party_country_iso FROM entities
WHERE (party_rule = 'HOME' AND party_country_iso <> legal_country_iso)
   OR (party_rule IN ('ABROAD', 'VISITOR') AND party_country_iso = legal_country_iso)
