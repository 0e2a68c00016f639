-- A session closes for the reason that opens the party's next one; with none after it, END_OF_INPUT exactly when it could have gone on.
-- code: S1_SESSION_AGGREGATE_MISMATCH
-- where: docs/laws/sessionise.md; docs/data/s1_session_index_6B.md, what always holds
WITH openings AS (
    SELECT earlier_session AS session_id, boundary_rule FROM walk WHERE session_id <> earlier_session)
SELECT s.session_id, s.close_reason, o.boundary_rule FROM sessions s LEFT JOIN openings o USING (session_id)
WHERE s.close_reason <> CASE
    WHEN coalesce(o.boundary_rule, 'FIRST') NOT IN ('FIRST', 'GAP_BREAK') THEN o.boundary_rule
    WHEN o.boundary_rule IS NULL AND epoch_us(s.session_end_utc) + (SELECT hard_break_us FROM settings) > (SELECT horizon_end_us FROM settings)
        THEN 'END_OF_INPUT'
    ELSE 'GAP_BREAK' END
