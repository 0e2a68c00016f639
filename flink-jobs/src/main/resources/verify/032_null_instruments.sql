-- An instrument may be absent on BANK_RAIL only.
-- code: S2_ENTITY
SELECT merchant_id, arrival_seq, channel FROM entities WHERE instrument_id IS NULL AND channel <> 'BANK_RAIL'
