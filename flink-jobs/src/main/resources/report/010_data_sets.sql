-- Files, rows and bytes of each data set
-- reads: the valid lines of _ledger
SELECT dataset_id, count(*) AS files, sum(rows)::BIGINT AS rows, sum(size_bytes)::BIGINT AS bytes
FROM ledger GROUP BY dataset_id ORDER BY dataset_id
