-- One lie each, told to tables that hold the rows of a sound run. First line: its name, and what it changes. Second
-- line: the checks that find it, the one made for it first; no other check may find anything. docs/verify.md lists them.

-- arrival twice: a row of arrivals a second time
-- found by: entity_keys_unique p2_session_aggregates session_walk party_walk boundary_rules
INSERT INTO entities SELECT * FROM entities ORDER BY merchant_id, arrival_seq LIMIT 1;

-- arrival lost: an arrival, alone in its session, left out
-- found by: p1_arrivals_equal_anchors p2_session_aggregates party_walk close_reason arrivals_unchanged
DELETE FROM entities WHERE session_id = (SELECT min(session_id) FROM sessions WHERE arrival_count = 1);

-- arrival later: the time of an arrival and of its anchor shifted by a second
-- found by: p3_flows_equal_outcomes p2_single_arrivals arrivals_unchanged
UPDATE entities SET ts_utc = ts_utc + INTERVAL 1 SECOND WHERE session_id = (SELECT max(session_id) FROM
    sessions WHERE arrival_count = 1);
UPDATE anchors SET ts_utc = ts_utc + INTERVAL 1 SECOND WHERE session_id = (SELECT max(session_id) FROM
    sessions WHERE arrival_count = 1);

-- account of somebody else: the account of another party on an arrival
-- found by: entities_exist p1_arrivals_equal_anchors p2_dominant_ids
UPDATE entities SET account_id = (SELECT max(account_id) FROM entities) WHERE (merchant_id, arrival_seq) =
    (SELECT min((merchant_id, arrival_seq)) FROM entities);

-- gap off by a microsecond: gap_previous_us one microsecond longer, on arrival and anchor
-- found by: party_walk
UPDATE entities SET gap_previous_us = gap_previous_us + 1 WHERE (merchant_id, arrival_seq) = (SELECT
    min((merchant_id, arrival_seq)) FROM entities WHERE boundary_rule = 'DRAW_BREAK');
UPDATE anchors SET gap_previous_us = gap_previous_us + 1 WHERE (merchant_id, arrival_seq) = (SELECT
    min((merchant_id, arrival_seq)) FROM entities WHERE boundary_rule = 'DRAW_BREAK');

-- elapsed off by a microsecond: session_elapsed_us one microsecond longer at the end of a session
-- found by: session_walk
UPDATE entities SET session_elapsed_us = session_elapsed_us + 1 WHERE (session_id, session_seq) = (SELECT
    (session_id, arrival_count - 1) FROM sessions WHERE arrival_count > 1 ORDER BY session_id LIMIT 1);

-- instrument gone: no instrument on an arrival at a till
-- found by: null_instruments p1_arrivals_equal_anchors rule_words
UPDATE entities SET instrument_id = NULL WHERE (merchant_id, arrival_seq) = (SELECT min((merchant_id,
    arrival_seq)) FROM entities WHERE channel = 'POS');

-- at home called abroad: party_rule ABROAD on a remote arrival of a party at home
-- found by: party_country_rules
UPDATE entities SET party_rule = 'ABROAD' WHERE (merchant_id, arrival_seq) = (SELECT min((merchant_id,
    arrival_seq)) FROM entities WHERE channel = 'ECOM' AND party_rule = 'HOME');

-- break without a coin: boundary_rule GAP_BREAK, which this policy does not know, in place of DRAW_BREAK
-- found by: boundary_rules close_reason
UPDATE entities SET boundary_rule = 'GAP_BREAK' WHERE (merchant_id, arrival_seq) = (SELECT min((merchant_id,
    arrival_seq)) FROM entities WHERE boundary_rule = 'DRAW_BREAK');

-- word of another column: account_rule with a word that only instruments have
-- found by: rule_words
UPDATE entities SET account_rule = 'NONE' WHERE (merchant_id, arrival_seq) = (SELECT min((merchant_id,
    arrival_seq)) FROM entities);

-- hour before: bucket_index of the hour before
-- found by: arrival_fields arrivals_unchanged
UPDATE entities SET bucket_index = bucket_index - 1 WHERE (merchant_id, arrival_seq) = (SELECT
    min((merchant_id, arrival_seq)) FROM entities);

-- two devices in a visit: the second arrival of a visit with another device of its party
-- found by: one_party_per_visit p1_arrivals_equal_anchors p2_dominant_ids entities_exist
UPDATE entities SET device_id = (SELECT min(device_id) FROM s4_device_base_6A WHERE primary_party_id =
    entities.party_id AND device_id <> entities.device_id) WHERE (merchant_id, arrival_seq) = (SELECT
    max((merchant_id, arrival_seq)) FROM entities e SEMI JOIN (SELECT merchant_id, bucket_index, channel,
    site_id, visit_slot FROM entities GROUP BY ALL HAVING count(*) > 1) USING (merchant_id, bucket_index,
    channel, site_id, visit_slot) SEMI JOIN (SELECT primary_party_id AS party_id FROM s4_device_base_6A GROUP
    BY ALL HAVING count(*) > 1) USING (party_id));

-- terminal of nobody: a customer's device called a terminal
-- found by: terminals_exist
UPDATE entities SET device_is_terminal = true, device_rule = 'TERMINAL', ip_rule = 'ENDPOINT' WHERE
    (merchant_id, arrival_seq) = (SELECT min((merchant_id, arrival_seq)) FROM entities WHERE channel = 'POS');

-- other zone: tzid_primary of another zone
-- found by: arrivals_unchanged
UPDATE entities SET tzid_primary = 'Asia/Tokyo' WHERE (merchant_id, arrival_seq) = (SELECT min((merchant_id,
    arrival_seq)) FROM entities);

-- session twice: a row of the session index a second time
-- found by: session_keys_unique
INSERT INTO sessions SELECT * FROM sessions ORDER BY session_id LIMIT 1;

-- session counts one too many: arrival_count of a session one higher
-- found by: p2_session_aggregates
UPDATE sessions SET arrival_count = arrival_count + 1 WHERE session_id = (SELECT min(session_id) FROM
    sessions);

-- rarer merchant called primary: the rarer of two merchants as the primary one of a session
-- found by: p2_dominant_ids
UPDATE sessions SET primary_merchant_id = (SELECT max(merchant_id) FROM entities e WHERE e.session_id =
    sessions.session_id AND e.merchant_id <> sessions.primary_merchant_id) WHERE session_id = (SELECT
    min(session_id) FROM sessions WHERE distinct_merchant_count = 2);

-- device of another session: the primary device of a session with one arrival that of another session
-- found by: p2_single_arrivals
UPDATE sessions SET primary_device_id = (SELECT max(primary_device_id) FROM sessions) WHERE session_id = (SELECT min(session_id)
    FROM sessions WHERE arrival_count = 1);

-- session closed by a cap: close_reason CAP_ARRIVALS of a session that a gap closed
-- found by: close_reason
UPDATE sessions SET close_reason = 'CAP_ARRIVALS' WHERE session_id = (SELECT min(session_id) FROM sessions
    WHERE close_reason = 'GAP_BREAK');

-- anchor twice: a flow anchor a second time
-- found by: flow_keys_unique orders
INSERT INTO anchors SELECT * FROM anchors ORDER BY flow_id LIMIT 1;

-- abroad and at home mixed up: cross_border turned round on an anchor
-- found by: cross_border
UPDATE anchors SET cross_border = NOT cross_border WHERE flow_id = (SELECT min(flow_id) FROM anchors);

-- order of somebody else: the order of another flow on a first attempt
-- found by: orders
UPDATE anchors SET order_id = (SELECT max(order_id) FROM anchors) WHERE flow_id = (SELECT min(flow_id) FROM
    anchors WHERE attempt_index = 0 AND order_id NOT IN (SELECT order_id FROM anchors WHERE attempt_index >
    0));

-- attempts exchanged: first and second attempt of an order exchanged
-- found by: retry_follows_decline
UPDATE anchors SET attempt_index = 1 - attempt_index WHERE order_id = (SELECT min(order_id) FROM anchors
    WHERE attempt_index = 1 AND order_id NOT IN (SELECT order_id FROM anchors WHERE attempt_index > 1));

-- foreign currency: anchor and events of a flow in a currency of another country
-- found by: currency_of_country
UPDATE anchors SET currency = 'KWD' WHERE flow_id = (SELECT min(flow_id) FROM anchors WHERE amount_minor % 5
    = 0 AND channel = 'ECOM');
UPDATE events SET currency = 'KWD' WHERE flow_id = (SELECT min(flow_id) FROM anchors WHERE currency = 'KWD');

-- purchase called cash: flow_family CASH at a till
-- found by: family_and_class final_state
UPDATE anchors SET flow_family = 'CASH' WHERE flow_id = (SELECT min(flow_id) FROM anchors WHERE channel =
    'POS');

-- outcome lost: an outcome left out
-- found by: p3_flows_equal_outcomes life_cycle_grammar
DELETE FROM outcomes WHERE flow_id = (SELECT min(flow_id) FROM outcomes);

-- one event less counted: event_count one lower
-- found by: p4_event_counts
UPDATE outcomes SET event_count = event_count - 1 WHERE flow_id = (SELECT min(flow_id) FROM outcomes);

-- approval called a decline: auth_result DECLINED of an approved flow
-- found by: outcome_equals_events final_state
UPDATE outcomes SET auth_result = 'DECLINED' WHERE flow_id = (SELECT min(flow_id) FROM outcomes WHERE
    auth_result = 'APPROVED');

-- answer later in the outcome: auth_response_ts one microsecond later than the event
-- found by: outcome_equals_events
UPDATE outcomes SET auth_response_ts = auth_response_ts + INTERVAL 1 MICROSECOND WHERE flow_id = (SELECT
    min(flow_id) FROM outcomes WHERE auth_result = 'APPROVED');

-- refund beyond the clearing: a refund of ten times the cleared amount, in outcome and event
-- found by: refund_within_clearing
UPDATE outcomes SET refund_amount_minor = -10 * clearing_amount_minor WHERE flow_id = (SELECT min(flow_id)
    FROM outcomes WHERE refund_ts IS NOT NULL);
UPDATE events SET amount_minor = (SELECT refund_amount_minor FROM outcomes o WHERE o.flow_id = events.flow_id)
    WHERE event_type = 'REFUND' AND flow_id = (SELECT min(flow_id) FROM outcomes WHERE refund_ts IS NOT NULL);

-- tip of all: twice the authorised amount cleared as EQUAL, in outcome and event
-- found by: clearing_kind
UPDATE outcomes SET clearing_amount_minor = 2 * clearing_amount_minor WHERE flow_id = (SELECT min(flow_id)
    FROM outcomes WHERE clearing_kind = 'EQUAL' AND refund_ts IS NULL);
UPDATE events SET amount_minor = 2 * amount_minor WHERE event_type = 'CLEARING' AND flow_id = (SELECT
    min(flow_id) FROM outcomes WHERE clearing_kind = 'EQUAL' AND refund_ts IS NULL);

-- cleared called open: final_state APPROVED_OPEN of a cleared flow
-- found by: final_state
UPDATE outcomes SET final_state = 'APPROVED_OPEN' WHERE flow_id = (SELECT min(flow_id) FROM outcomes WHERE
    final_state = 'CLEARED');

-- other template: the template of a challenged flow on one that was not
-- found by: life_cycle_grammar final_state
UPDATE outcomes SET template = 9, censored_events = 1 WHERE flow_id = (SELECT min(flow_id) FROM outcomes
    WHERE template = 1 AND censored_events = 0);

-- event twice: an answer a second time, under the same event_seq
-- found by: event_keys_unique events_adjacent p4_event_counts life_cycle_grammar
INSERT INTO events SELECT * FROM events WHERE event_seq = 1 AND flow_id = (SELECT min(flow_id) FROM events);

-- last event lost: a clearing left out
-- found by: p4_event_counts p5_amounts outcome_equals_events final_state
DELETE FROM events WHERE event_type = 'CLEARING' AND flow_id = (SELECT min(flow_id) FROM outcomes WHERE
    template = 1 AND censored_events = 0);

-- event moved: an answer moved to the end of its file
-- found by: events_adjacent
UPDATE events SET file_row_number = 1000000 WHERE event_seq = 1 AND flow_id = (SELECT min(flow_id) FROM
    events WHERE event_seq = 1);

-- events swapped: request and answer exchanged
-- found by: life_cycle_grammar
UPDATE events SET event_seq = 1 - event_seq, file_row_number = file_row_number + 1 - 2 * event_seq WHERE
    event_seq < 2 AND flow_id = (SELECT min(flow_id) FROM outcomes WHERE template = 1);

-- cleared one minor unit more: a clearing event of one minor unit more than the outcome's
-- found by: p5_amounts
UPDATE events SET amount_minor = amount_minor + 1 WHERE event_type = 'CLEARING' AND flow_id = (SELECT
    min(flow_id) FROM events WHERE event_type = 'CLEARING' AND currency = 'EUR' AND channel = 'ECOM');

-- sign turned: a request with a negative amount
-- found by: amount_signs p5_amounts
UPDATE events SET amount_minor = -amount_minor WHERE event_seq = 0 AND flow_id = (SELECT min(flow_id) FROM
    events);

-- off the grid: cash of one minor unit more, in anchor and events of a declined flow
-- found by: amount_grid
UPDATE anchors SET amount_minor = amount_minor + 1 WHERE flow_id = (SELECT min(flow_id) FROM outcomes JOIN
    anchors USING (flow_id) WHERE auth_result = 'DECLINED' AND channel = 'ATM');
UPDATE events SET amount_minor = amount_minor + 1 WHERE flow_id = (SELECT min(flow_id) FROM outcomes JOIN
    anchors USING (flow_id) WHERE auth_result = 'DECLINED' AND channel = 'ATM');

-- above the cap: a hundred thousand times the amount, in anchor and events of a declined flow
-- found by: amount_range
UPDATE anchors SET amount_minor = amount_minor * 100000 WHERE flow_id = (SELECT min(flow_id) FROM outcomes
    JOIN anchors USING (flow_id) WHERE auth_result = 'DECLINED' AND amount_minor > 1000);
UPDATE events SET amount_minor = (SELECT amount_minor FROM anchors a WHERE a.flow_id = events.flow_id) WHERE
    flow_id IN (SELECT flow_id FROM outcomes WHERE auth_result = 'DECLINED');

-- answer before the request: an answer a hundred seconds before its request, in outcome and event
-- found by: time_order
UPDATE events SET ts_utc = ts_utc - INTERVAL 100 SECOND WHERE event_type = 'AUTH_RESPONSE' AND flow_id =
    (SELECT min(flow_id) FROM outcomes WHERE template = 1);
UPDATE outcomes SET auth_response_ts = auth_response_ts - INTERVAL 100 SECOND WHERE flow_id = (SELECT
    min(flow_id) FROM outcomes WHERE template = 1);

-- after the horizon: a clearing a year later, in outcome and event
-- found by: events_before_horizon partition_dates
UPDATE events SET ts_utc = ts_utc + INTERVAL 365 DAY WHERE event_type = 'CLEARING' AND flow_id = (SELECT
    min(flow_id) FROM outcomes WHERE final_state = 'CLEARED');
UPDATE outcomes SET clearing_ts = clearing_ts + INTERVAL 365 DAY WHERE flow_id = (SELECT min(flow_id) FROM
    outcomes WHERE final_state = 'CLEARED');

-- cleared although declined: a clearing after a decline, counted by the outcome
-- found by: decline_is_final p4_event_counts p5_amounts life_cycle_grammar outcome_equals_events
INSERT INTO events SELECT * REPLACE (2 AS event_seq, 'CLEARING' AS event_type, ts_utc + INTERVAL 5 SECOND AS
    ts_utc, NULL AS auth_result, NULL AS reason_code, file_row_number + 1 AS file_row_number) FROM events
    WHERE event_seq = 1 AND flow_id = (SELECT min(flow_id) FROM outcomes WHERE template = 5);

-- reason of an approval: a reason code on an approved answer
-- found by: decline_is_final outcome_equals_events
UPDATE events SET reason_code = '51' WHERE auth_result = 'APPROVED' AND flow_id = (SELECT min(flow_id) FROM
    events WHERE auth_result = 'APPROVED');

-- merchant of somebody else: an event of another merchant
-- found by: event_entities
UPDATE events SET merchant_id = merchant_id + 1 WHERE event_seq = 1 AND flow_id = (SELECT min(flow_id) FROM
    events WHERE event_seq = 1);

-- one retry more drawn: one evaluation of RETRY more in the accounting
-- found by: retry_candidates
UPDATE accounting SET evaluations = evaluations + 1 WHERE decision = 'RETRY';

-- in the folder of another day: an event in the folder of another date
-- found by: partition_dates
UPDATE events SET filename = replace(filename, 'utc_date=', 'utc_date=19') WHERE event_seq = 0 AND flow_id =
    (SELECT min(flow_id) FROM events);
