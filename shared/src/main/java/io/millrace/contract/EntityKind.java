package io.millrace.contract;

/** Entities that have a fraud role. */
public enum EntityKind {
    PARTY,
    ACCOUNT,
    MERCHANT,
    DEVICE,
    IP
}
