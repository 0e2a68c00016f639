package io.millrace.entities;

import io.millrace.policy.ProductsPolicy;

/** Accounts and instruments of one party, by slot; filled again and again by {@link HoldingMaker}. */
public final class Holdings {
    public long partyId;
    public int accounts;
    /** Code of {@link io.millrace.contract.AccountType}. */
    public final byte[] accountType = new byte[ProductsPolicy.ACCOUNTS_MAX];
    /** First instrument of the account; entry [accounts] is the end of the last. */
    public final int[] instrumentStart = new int[ProductsPolicy.ACCOUNTS_MAX + 1];
    /** Code of {@link io.millrace.contract.InstrumentType}, account by account. */
    public final byte[] instrumentType =
            new byte[ProductsPolicy.ACCOUNTS_MAX * ProductsPolicy.INSTRUMENTS_PER_ACCOUNT_MAX];

    public int instruments() {
        return instrumentStart[accounts];
    }

    public long accountId(int slot) {
        return EntityIds.account(partyId, slot);
    }

    /** Id of an instrument by its place among all of the party. */
    public long instrumentId(int accountSlot, int place) {
        return EntityIds.instrument(accountId(accountSlot), place - instrumentStart[accountSlot]);
    }
}
