-- M8: cash not a multiple of the note
-- = count of CASH flows
-- source: by construction
-- not compared: a count of what must be zero
-- rows: 1
SELECT 'ALL' AS part, count_if(coalesce(f.amount_minor % c.note_minor, 1) <> 0) AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note
FROM flows f LEFT JOIN currencies c USING (currency) WHERE f.flow_family = 'CASH'
