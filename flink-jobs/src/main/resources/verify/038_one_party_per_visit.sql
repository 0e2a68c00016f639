-- Inside a visit, the arrivals of one place, zone, country, channel, hour and slot: one party, one device, one IP.
-- code: S1_ENTITY_REFERENCE_INVALID
-- where: docs/laws/attach.md, visits
SELECT merchant_id, bucket_index, channel, visit_slot, count(*) AS arrivals FROM entities
GROUP BY merchant_id, bucket_index, channel, visit_slot, site_id, tzid_primary, legal_country_iso
HAVING min(hash(party_id, device_id, ip_id)) <> max(hash(party_id, device_id, ip_id))
