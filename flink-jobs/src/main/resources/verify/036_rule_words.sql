-- Every rule is a word of its column that its channel allows, and says what the row shows: terminals, absent instruments.
-- code: S1_ENTITY_REFERENCE_INVALID
-- where: docs/data/s1_arrival_entities_6B.md, rules of each pick; docs/laws/attach.md
SELECT merchant_id, arrival_seq, channel, party_rule, account_rule, instrument_rule, device_rule, ip_rule FROM entities
WHERE party_rule NOT IN ('HOME', 'HOME_WIDENED', 'ABROAD', 'VISITOR', 'SUBSTITUTE_1', 'SUBSTITUTE_2', 'SUBSTITUTE_3', 'HOME_FORCED')
   OR (party_rule = 'ABROAD' AND channel IN ('POS', 'ATM'))
   OR (party_rule IN ('VISITOR', 'SUBSTITUTE_1', 'SUBSTITUTE_2', 'SUBSTITUTE_3', 'HOME_FORCED') AND channel NOT IN ('POS', 'ATM'))
   OR account_rule NOT IN ('HABIT', 'VISIT', 'SWITCH', 'SINGLE')
   OR instrument_rule NOT IN ('HABIT', 'VISIT', 'SWITCH', 'SINGLE', 'NONE')
   OR (instrument_rule = 'NONE') <> (instrument_id IS NULL)
   OR device_rule NOT IN ('WEIGHTED', 'SINGLE', 'TERMINAL', 'TERMINAL_SINGLE', 'NO_TERMINAL', 'NO_TERMINAL_SINGLE')
   OR (device_rule IN ('TERMINAL', 'TERMINAL_SINGLE')) <> device_is_terminal
   OR ip_rule NOT IN ('WEIGHTED', 'SINGLE', 'ENDPOINT', 'ENDPOINT_SINGLE', 'NO_ENDPOINT')
   OR (ip_rule IN ('ENDPOINT', 'ENDPOINT_SINGLE', 'NO_ENDPOINT')) <> device_is_terminal
