-- The currency that most purchases are made in: for metrics that compare amounts of one currency.
SELECT currency FROM anchors WHERE flow_family = 'PURCHASE' GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1
