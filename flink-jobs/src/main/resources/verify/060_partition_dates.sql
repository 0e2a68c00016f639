-- A row lies in the folder of its own UTC date.
-- code: AXES_MISMATCH
-- where: docs/data/README.md and the pages of the data sets, path
WITH files AS (
    SELECT filename, min(ts_utc) AS low, max(ts_utc) AS high FROM entities GROUP BY filename
    UNION ALL SELECT filename, min(session_start_utc), max(session_start_utc) FROM sessions GROUP BY filename
    UNION ALL SELECT filename, min(ts_utc), max(ts_utc) FROM anchors GROUP BY filename
    UNION ALL SELECT filename, min(ts_utc), max(ts_utc) FROM outcomes GROUP BY filename
    UNION ALL SELECT filename, min(ts_utc), max(ts_utc) FROM events GROUP BY filename)
SELECT filename, low, high FROM files
WHERE strftime(low AT TIME ZONE 'UTC', '%Y-%m-%d') <> regexp_extract(filename, 'utc_date=([0-9-]+)', 1)
   OR strftime(high AT TIME ZONE 'UTC', '%Y-%m-%d') <> regexp_extract(filename, 'utc_date=([0-9-]+)', 1)
