-- Inside a visit, the arrivals of one place, channel, hour and slot: one party, one device, one IP.
-- code: S1_ENTITY_REFERENCE_INVALID
-- where: docs/laws/attach.md, visits
SELECT merchant_id, bucket_index, channel, visit_slot, count(*) AS arrivals FROM entities
GROUP BY merchant_id, bucket_index, channel, visit_slot, site_id, CASE WHEN site_id IS NULL THEN tzid_primary END
HAVING min(hash(party_id, device_id, ip_id)) <> max(hash(party_id, device_id, ip_id))
