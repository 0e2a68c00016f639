-- The boundary rule is the first line of the session law that holds for the gap; only the coin between timeout and hard break is free.
-- code: S1_SESSION_AGGREGATE_MISMATCH
-- where: docs/laws/sessionise.md, the nine lines; caps and gaps of sessionisation_policy_6B
SELECT party_id, merchant_id, arrival_seq, boundary_rule, expected FROM (
    SELECT w.*, CASE
        WHEN earlier_us IS NULL OR us - earlier_us >= s.hard_break_us THEN 'FIRST'
        WHEN s.breaks_on_day AND us // 86400000000 <> earlier_us // 86400000000 THEN 'UTC_DAY'
        WHEN s.breaks_on_channel AND channel <> earlier_channel THEN 'CHANNEL'
        WHEN earlier_seq + 1 >= s.arrivals_max THEN 'CAP_ARRIVALS'
        WHEN us - earlier_us + earlier_elapsed_us > s.span_max_us THEN 'CAP_SPAN'
        WHEN us - earlier_us <= s.timeout_us THEN 'GAP_CONTINUE'
        WHEN s.coin THEN 'DRAW' ELSE 'GAP_BREAK' END AS expected
    FROM walk w, settings s)
WHERE CASE expected WHEN 'DRAW' THEN boundary_rule NOT IN ('DRAW_BREAK', 'DRAW_CONTINUE') ELSE boundary_rule <> expected END
