package io.millrace.policy;

/** Where a count of 0 is raised to 1, so that every arrival finds a means and an endpoint. Nothing is drawn again. */
public enum AtLeastOne {
    NEVER,
    /** For every party that can be picked. */
    PICKABLE_PARTY,
    /** On account slot 0 of every party that can be picked. */
    PRIMARY_ACCOUNT,
    ALWAYS
}
