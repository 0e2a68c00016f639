-- cross_border says whether party and sale are of different countries.
-- code: S2_ENTITY
-- where: docs/data/s2_flow_anchor_baseline_6B.md, what always holds
SELECT flow_id FROM anchors WHERE cross_border <> (sale_country_iso <> party_country_iso)
