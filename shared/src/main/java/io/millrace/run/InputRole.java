package io.millrace.run;

/** What a sealed input is for; one list for the gate and the stages, so a stage cannot look for a role nobody seals. */
public enum InputRole {
    CONTRACT,
    POLICY,
    WORLD_POLICY,
    TAXONOMY,
    WORLD_RECEIPT,
    UPSTREAM_BUNDLE,
    UPSTREAM_FLAG,
    UPSTREAM_MANIFEST,
    ARRIVALS,
    DIMENSION,
    ENTITY_TABLE,
    ENTITY_INDEX,
    SOURCE_DATA
}
