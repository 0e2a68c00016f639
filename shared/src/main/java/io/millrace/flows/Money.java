package io.millrace.flows;

/** What an order asks for; filled by {@link AmountLaw#authorise}, carried through the attempts of the order. */
public final class Money {
    /** Authorised amount, minor units, at least 1. */
    public long amountMinor;

    /** The drawn amount: what was filled at a pump that authorises a fixed one; else equal to {@link #amountMinor}. */
    public long baseMinor;

    /** Quantile of the amount in its law, 0..1: what challenge, decline and refund lean on. */
    public double q;

    /** {@link io.millrace.contract.Iso} code of the currency. */
    public short currency;
}
