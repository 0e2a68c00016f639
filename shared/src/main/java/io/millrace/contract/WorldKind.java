package io.millrace.contract;

/** Who made the world: our generator from packs and a seed, or another producer. */
public enum WorldKind {
    OWN,
    FOREIGN
}
