-- F12: approved, never cleared, not open
-- = share(REVERSED or EXPIRED) of approved over channel, of flows that clearing had time for
-- source: U 1–3 % remote, .3 % present
-- needs: clearing margin
SELECT channel AS part, avg((final_state IN ('REVERSED', 'EXPIRED'))::INT) AS value, count(*) AS rows_counted,
    count_if(final_state IN ('REVERSED', 'EXPIRED')) AS hits, NULL AS note
FROM flows, settings
WHERE channel IN ('ECOM', 'POS') AND auth_result = 'APPROVED' AND started_us < clearing_judged_until_us GROUP BY channel
