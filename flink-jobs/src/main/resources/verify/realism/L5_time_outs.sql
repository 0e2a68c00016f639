-- L5: time-outs
-- = share(reason 91 or AB05) of all flows
-- source: U .05–.2 %
SELECT 'ALL' AS part, avg((coalesce(reason_code, '') IN ('91', 'AB05'))::INT) AS value, count(*) AS rows_counted,
    count_if(coalesce(reason_code, '') IN ('91', 'AB05')) AS hits, NULL AS note
FROM flows
