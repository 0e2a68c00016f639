-- Flows by how they ended.
SELECT step_up_result, auth_result, reason_code, final_state, count(*) AS flows FROM outcomes GROUP BY ALL
