-- What each checkpoint committed
-- reads: the valid lines of _ledger
SELECT attempt, checkpoint_id, dataset_id, count(*) AS files, sum(rows)::BIGINT AS rows, sum(size_bytes)::BIGINT AS bytes
FROM ledger GROUP BY ALL ORDER BY ALL
