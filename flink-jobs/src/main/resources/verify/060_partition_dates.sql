-- A row lies in the folder of its own UTC date.
-- code: AXES_MISMATCH
SELECT 'entities' AS dataset, filename FROM entities WHERE strftime(ts_utc AT TIME ZONE 'UTC', '%Y-%m-%d') <> regexp_extract(filename, 'utc_date=([0-9-]+)', 1)
UNION ALL SELECT 'sessions', filename FROM sessions WHERE strftime(session_start_utc AT TIME ZONE 'UTC', '%Y-%m-%d') <> regexp_extract(filename, 'utc_date=([0-9-]+)', 1)
UNION ALL SELECT 'anchors', filename FROM anchors WHERE strftime(ts_utc AT TIME ZONE 'UTC', '%Y-%m-%d') <> regexp_extract(filename, 'utc_date=([0-9-]+)', 1)
UNION ALL SELECT 'outcomes', filename FROM outcomes WHERE strftime(ts_utc AT TIME ZONE 'UTC', '%Y-%m-%d') <> regexp_extract(filename, 'utc_date=([0-9-]+)', 1)
UNION ALL SELECT 'events', filename FROM events WHERE strftime(ts_utc AT TIME ZONE 'UTC', '%Y-%m-%d') <> regexp_extract(filename, 'utc_date=([0-9-]+)', 1)
