-- SE1: singletons
-- = share(arrival_count = 1) over SI
-- source: R T19 <= .85 / .75; U about .70 one-purchase sessions
SELECT 'ALL' AS part, avg((arrival_count = 1)::INT) AS value, count(*) AS rows_counted, count_if(arrival_count = 1) AS hits,
    NULL AS note
FROM sessions
