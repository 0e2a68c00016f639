package io.millrace.entities;

import io.millrace.contract.Segment;
import io.millrace.policy.AtLeastOne;
import io.millrace.policy.PopulationPolicy;
import io.millrace.table.CutTable;

/**
 * Mean numbers of accounts, instruments and own devices of a party, given its segment, latent level and whether it can
 * be picked: from the cut tables themselves, with what is raised to one.
 */
final class PlannedMeans {
    private static final double WORD = 0x1p63;

    /** [segment code - 1][level][0 dormant, 1 pickable], units of 2^-20. */
    private final long[][][] accounts;

    private final long[][][] instruments;
    private final long[][][] devices;

    PlannedMeans(HoldingTables holdings, DeviceMaker devices) {
        int segments = Segment.values().length;
        this.accounts = new long[segments][PopulationPolicy.LEVELS][2];
        this.instruments = new long[segments][PopulationPolicy.LEVELS][2];
        this.devices = new long[segments][PopulationPolicy.LEVELS][2];
        for (int segment = 0; segment < segments; segment++) {
            for (int level = 0; level < PopulationPolicy.LEVELS; level++) {
                for (int pickable = 0; pickable < 2; pickable++) {
                    fillHoldings(holdings, segment, level, pickable);
                    this.devices[segment][level][pickable] =
                            PlannedParty.fixed(devices.mean(Place.typeOf(segment + 1), level, pickable == 1));
                }
            }
        }
    }

    void load(Place party, PlannedParty out) {
        int pickable = party.pickable ? 1 : 0;
        out.accounts = accounts[party.segment - 1][party.level][pickable];
        out.instruments = instruments[party.segment - 1][party.level][pickable];
        out.devices = devices[party.segment - 1][party.level][pickable];
    }

    private void fillHoldings(HoldingTables tables, int segment, int level, int pickable) {
        int partyType = Place.typeOf(segment + 1);
        double accountSum = 0;
        double instrumentSum = 0;
        // Chance that no account type up to here gave an account, so that the next one has slot 0.
        double noneYet = 1;
        for (int type = 0; type < tables.accountType[partyType].length; type++) {
            CutTable cuts = tables.accounts[segment][type][level];
            boolean raised = tables.accountRaised[partyType][type] && pickable == 1;
            double mean = raised ? raised(cuts) : cuts.mean();
            double none = raised ? 0 : none(cuts);
            int accountType = tables.accountType[partyType][type] - 1;
            accountSum += mean;
            instrumentSum += mean * perAccount(tables, segment, accountType, pickable == 1);
            instrumentSum += noneYet * (1 - none) * onPrimary(tables, segment, accountType, pickable == 1);
            noneYet *= none;
        }
        accounts[segment][level][pickable] = PlannedParty.fixed(accountSum);
        instruments[segment][level][pickable] = PlannedParty.fixed(instrumentSum);
    }

    private static double perAccount(HoldingTables tables, int segment, int accountType, boolean pickable) {
        double sum = 0;
        CutTable[] cuts = tables.instruments[segment][accountType];
        for (int type = 0; type < cuts.length; type++) {
            AtLeastOne rule = tables.instrumentRaised[accountType][type];
            boolean raised = rule == AtLeastOne.ALWAYS || (rule == AtLeastOne.PICKABLE_PARTY && pickable);
            sum += raised ? raised(cuts[type]) : cuts[type].mean();
        }
        return sum;
    }

    /** What the first account of a pickable party has on top. */
    private static double onPrimary(HoldingTables tables, int segment, int accountType, boolean pickable) {
        if (!pickable) {
            return 0;
        }
        CutTable[] cuts = tables.instruments[segment][accountType];
        AtLeastOne[] rules = tables.instrumentRaised[accountType];
        return java.util.stream.IntStream.range(0, cuts.length)
                .filter(type -> rules[type] == AtLeastOne.PRIMARY_ACCOUNT)
                .mapToDouble(type -> none(cuts[type]))
                .sum();
    }

    /** Mean when a count of 0 becomes 1. */
    static double raised(CutTable cuts) {
        return cuts.mean() + none(cuts);
    }

    /** Chance of a count of 0. */
    private static double none(CutTable cuts) {
        return cuts.max() == 0 ? 1 : cuts.cut(0) / WORD;
    }
}
