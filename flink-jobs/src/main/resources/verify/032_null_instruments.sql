-- An instrument may be absent on BANK_RAIL only.
-- code: S2_ENTITY
-- where: docs/laws/flows.md, checked on every row
SELECT merchant_id, arrival_seq, channel FROM entities WHERE instrument_id IS NULL AND channel <> 'BANK_RAIL'
