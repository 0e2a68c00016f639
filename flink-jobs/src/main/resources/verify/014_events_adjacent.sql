-- The events of a flow that fall on one date are adjacent rows of one file, in the order of event_seq.
-- code: S2_TEMPLATE
-- where: docs/data/s2_event_stream_baseline_6B.md, order
SELECT flow_id, ts_utc::DATE AS utc_date, count(*) AS events FROM events GROUP BY ALL
HAVING max(file_row_number) - min(file_row_number) <> count(*) - 1
    OR max(file_row_number - event_seq) <> min(file_row_number - event_seq)
