-- E5: IP tail
-- = links of the top 1 % of IPs / all links, over IL; the 1 % rounded up
-- source: V carrier NAT: hundreds to thousands of users per address (Cloudflare 2025); band U
-- needs: s4_ip_links_6A
WITH ips AS (SELECT ip_id, count(*) AS links FROM s4_ip_links_6A GROUP BY ip_id),
ranked AS (SELECT links, row_number() OVER (ORDER BY links DESC, ip_id) AS rank, count(*) OVER () AS ips FROM ips)
SELECT 'ALL' AS part, sum(links) FILTER (rank <= ceil(ips / 100)) / sum(links) AS value, sum(links) AS rows_counted,
    NULL AS hits, max(ips) || ' IPs' AS note
FROM ranked
