-- Inside a session: positions 0, 1, 2 …; elapsed time follows from the arrivals; whoever continues is of the session before.
-- code: S1_SESSION_AGGREGATE_MISMATCH
-- where: docs/data/s1_arrival_entities_6B.md, what always holds
SELECT party_id, session_id, session_seq, boundary_rule FROM walk
WHERE CASE WHEN session_id IS NOT DISTINCT FROM earlier_session
    THEN session_seq <> earlier_seq + 1 OR session_elapsed_us <> earlier_elapsed_us + us - earlier_us
        OR boundary_rule NOT IN ('GAP_CONTINUE', 'DRAW_CONTINUE')
    ELSE session_seq <> 0 OR session_elapsed_us <> 0 OR boundary_rule IN ('GAP_CONTINUE', 'DRAW_CONTINUE') END
