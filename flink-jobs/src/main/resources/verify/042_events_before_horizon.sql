-- No event lies at or after the end of the horizon; what would, is counted as censored and the flow is open.
-- code: S2_TIME_ORDER
-- where: docs/laws/flows.md, horizon
SELECT flow_id, event_seq, ts_utc FROM events WHERE epoch_us(ts_utc) >= (SELECT events_end_us FROM settings)
