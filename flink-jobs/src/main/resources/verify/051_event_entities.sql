-- Merchant, instrument and channel of an event are those of its anchor.
-- code: S2_ENTITY
-- where: docs/laws/flows.md, checked on every row
SELECT flow_id, event_seq FROM strange_events WHERE other_entities
