-- F2: decline ratio
-- = F1(ECOM) / F1(POS)
-- source: S about 3
WITH rates AS (
    SELECT channel, avg((auth_result = 'DECLINED')::INT) AS rate, count(*) AS flows, count_if(auth_result = 'DECLINED') AS declines
    FROM flows WHERE channel IN ('ECOM', 'POS') AND final_state <> 'AUTH_PENDING' GROUP BY channel)
SELECT 'ALL' AS part, remote.rate / nullif(present.rate, 0) AS value, least(remote.flows, present.flows) AS rows_counted,
    least(remote.declines, present.declines) AS hits, NULL AS note
FROM rates remote, rates present WHERE remote.channel = 'ECOM' AND present.channel = 'POS'
