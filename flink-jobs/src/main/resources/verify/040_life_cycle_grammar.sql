-- The events of a flow are a prefix of its template's word.
-- code: S2_TEMPLATE
-- where: docs/laws/flows.md, templates
SELECT f.flow_id, f.template, f.events, to_base(f.word, 16) AS types_from_the_last FROM flows f LEFT JOIN words w USING (template, events)
WHERE f.word IS DISTINCT FROM w.word
