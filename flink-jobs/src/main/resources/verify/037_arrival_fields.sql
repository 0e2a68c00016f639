-- An arrival lies inside the horizon, in the hour that its bucket counts, and has either a site or an edge.
-- code: S1_ARRIVAL_FIELD_RANGE
-- where: docs/data/s1_arrival_entities_6B.md, columns; docs/data/prepared-world.md, what always holds
SELECT merchant_id, arrival_seq, ts_utc, bucket_index, site_id, edge_id FROM entities, settings
WHERE epoch_us(ts_utc) < horizon_start_us OR epoch_us(ts_utc) >= horizon_end_us
   OR (epoch_us(ts_utc) - horizon_start_us) // 3600000000 <> bucket_index
   OR (site_id IS NULL) = (edge_id IS NULL) OR arrival_seq < 1
