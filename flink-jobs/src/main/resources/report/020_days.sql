-- Rows by day and data set
-- reads: the valid lines of _ledger; a part file holds rows of one UTC day
SELECT regexp_extract(path, 'utc_date=([0-9-]+)', 1) AS utc_date, dataset_id, sum(rows)::BIGINT AS rows
FROM ledger WHERE path LIKE '%/utc_date=%' GROUP BY ALL ORDER BY ALL
