package io.millrace.flows;

/** What a merchant claims, and why it may differ from what was authorised. */
public final class ClearedAmount {
    /** Minor units, at least one step of the currency's grid. */
    public long amountMinor;

    /** Code of {@link io.millrace.contract.ClearingKind}. */
    public byte kind;
}
