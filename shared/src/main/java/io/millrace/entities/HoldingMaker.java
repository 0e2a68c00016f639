package io.millrace.entities;

import io.millrace.contract.AccountType;
import io.millrace.contract.InstrumentType;
import io.millrace.policy.AtLeastOne;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.table.CutTable;

/** Accounts and instruments of a party: counts by cut tables, two types to a block. World design section 3.3. */
final class HoldingMaker {
    /** Words of scratch that {@link #fill} needs: one per type, in whole blocks. */
    static final int LANES = 2 * ((Math.max(AccountType.values().length, InstrumentType.values().length) + 1) / 2);

    private final HoldingTables tables;
    private final Draws draws;

    HoldingMaker(HoldingTables tables, Draws draws) {
        this.tables = tables;
        this.draws = draws;
    }

    HoldingTables tables() {
        return tables;
    }

    /** @param lanes scratch of {@link #LANES} words */
    void fill(Place party, Holdings out, long[] lanes) {
        out.partyId = party.partyId;
        out.accounts = 0;
        out.instrumentStart[0] = 0;
        byte[] types = tables.accountType[party.type];
        boolean[] raised = tables.accountRaised[party.type];
        CutTable[][] cuts = tables.accounts[party.segment - 1];
        for (int type = 0; type < types.length; type += 2) {
            draws.block(Decision.ACCOUNT_COUNT, party.partyId, type >> 1, lanes, type);
        }
        for (int type = 0; type < types.length; type++) {
            int count = cuts[type][party.level].count(lanes[type]);
            if (count == 0 && raised[type] && party.pickable) {
                count = 1;
            }
            for (int i = 0; i < count; i++) {
                out.accountType[out.accounts++] = types[type];
            }
        }
        for (int slot = 0; slot < out.accounts; slot++) {
            addInstruments(party, out, slot, lanes);
        }
    }

    private void addInstruments(Place party, Holdings out, int slot, long[] lanes) {
        int accountType = out.accountType[slot] - 1;
        byte[] types = tables.instrumentType[accountType];
        AtLeastOne[] raised = tables.instrumentRaised[accountType];
        CutTable[] cuts = tables.instruments[party.segment - 1][accountType];
        long accountId = EntityIds.account(party.partyId, slot);
        int end = out.instrumentStart[slot];
        for (int type = 0; type < types.length; type += 2) {
            draws.block(Decision.INSTRUMENT_COUNT, accountId, type >> 1, lanes, type);
        }
        for (int type = 0; type < types.length; type++) {
            int count = cuts[type].count(lanes[type]);
            if (count == 0 && isRaised(raised[type], party, slot)) {
                count = 1;
            }
            for (int i = 0; i < count; i++) {
                out.instrumentType[end++] = types[type];
            }
        }
        out.instrumentStart[slot + 1] = end;
    }

    private static boolean isRaised(AtLeastOne rule, Place party, int slot) {
        return switch (rule) {
            case NEVER -> false;
            case PICKABLE_PARTY -> party.pickable;
            case PRIMARY_ACCOUNT -> party.pickable && slot == 0;
            case ALWAYS -> true;
        };
    }
}
