package io.millrace.run;

/** Where a world comes from; contracts 3.1. */
public enum WorldKind {
    /** Made by our own world laws; its fingerprint is recomputed. */
    OWN,
    /** Prepared from another engine's tree; its axes are those of that tree's receipt. */
    FOREIGN
}
