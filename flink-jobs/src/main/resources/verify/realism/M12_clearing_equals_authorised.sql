-- M12: clearing = authorised
-- = share(clearing_kind = EQUAL) without PREAUTH
-- source: S tips to 20 %, fuel and hotel corrections; share U; R .005–.25 by law
SELECT 'ALL' AS part, avg((clearing_kind = 'EQUAL')::INT) AS value, count(*) AS rows_counted, NULL AS hits, NULL AS note
FROM outcomes WHERE clearing_kind <> 'PREAUTH'
