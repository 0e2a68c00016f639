-- cross_border says whether party and sale are of different countries.
-- code: S2_ENTITY
SELECT flow_id FROM anchors WHERE cross_border <> (sale_country_iso <> party_country_iso)
