-- Merchant, instrument and channel of an event are those of its anchor.
-- code: S2_ENTITY
SELECT e.flow_id, e.event_seq FROM events e LEFT JOIN anchors a USING (flow_id)
WHERE a.flow_id IS NULL OR e.merchant_id <> a.merchant_id OR e.channel <> a.channel OR e.instrument_id IS DISTINCT FROM a.instrument_id
