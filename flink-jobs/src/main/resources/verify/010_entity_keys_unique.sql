-- Each arrival stands once in s1_arrival_entities_6B: (merchant_id, arrival_seq) is unique.
-- code: S1_ARRIVAL_COVERAGE_MISMATCH
-- where: docs/data/s1_arrival_entities_6B.md, key
SELECT merchant_id, arrival_seq, count(*) AS rows_found FROM entities GROUP BY ALL HAVING count(*) > 1
