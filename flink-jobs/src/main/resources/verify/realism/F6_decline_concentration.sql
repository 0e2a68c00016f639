-- F6: decline concentration
-- = declines of the most declined 15 % of accounts (>= 10 flows) / all
-- source: U
WITH accounts AS (
    SELECT account_id, count(*) AS flows, count_if(auth_result = 'DECLINED') AS declines FROM flows GROUP BY account_id HAVING count(*) >= 10),
ranked AS (SELECT *, row_number() OVER (ORDER BY declines DESC, account_id) AS rank, count(*) OVER () AS accounts FROM accounts)
SELECT 'ALL' AS part, sum(declines) FILTER (rank <= ceil(accounts * 0.15)) / nullif(sum(declines), 0) AS value,
    sum(declines) AS rows_counted, sum(declines) FILTER (rank <= ceil(accounts * 0.15)) AS hits, max(accounts) || ' accounts of 10 flows' AS note
FROM ranked
