-- F8: challenge not completed
-- = share(FAILED or ABANDONED) of challenged, ECOM
-- source: S operators call <= 15 % good, <= 30 % a warning
SELECT channel AS part, avg((step_up_result IN ('FAILED', 'ABANDONED'))::INT) AS value, count(*) AS rows_counted,
    count_if(step_up_result IN ('FAILED', 'ABANDONED')) AS hits, NULL AS note
FROM flows WHERE channel = 'ECOM' AND step_up_result <> 'NONE' AND final_state <> 'AUTH_PENDING' GROUP BY channel
