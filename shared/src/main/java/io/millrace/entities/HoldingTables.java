package io.millrace.entities;

import io.millrace.contract.AccountType;
import io.millrace.contract.InstrumentType;
import io.millrace.contract.PartyType;
import io.millrace.contract.Segment;
import io.millrace.policy.AtLeastOne;
import io.millrace.policy.PopulationPolicy;
import io.millrace.policy.PopulationPolicy.Profile;
import io.millrace.policy.ProductsPolicy;
import io.millrace.policy.ProductsPolicy.Account;
import io.millrace.policy.ProductsPolicy.Count;
import io.millrace.policy.ProductsPolicy.Instrument;
import io.millrace.policy.ProductsPolicy.TagFactor;
import io.millrace.policy.ProductsPolicy.Tilt;
import io.millrace.table.CutTable;
import io.millrace.table.TableHash;
import java.util.List;

/** One cut table per (segment, account type, level) and per (segment, account type, instrument type). */
final class HoldingTables {
    private static final double SCORE_MIDDLE = 0.5;

    /** [party type][slot order]: code of {@link AccountType}. */
    final byte[][] accountType = new byte[PartyType.values().length][];
    /** [party type][slot order]: raised to 1 for whoever can be picked. */
    final boolean[][] accountRaised = new boolean[PartyType.values().length][];
    /** [segment code - 1][slot order][level]. */
    final CutTable[][][] accounts = new CutTable[Segment.values().length][][];
    /** [account type code - 1][slot order]: code of {@link InstrumentType}. */
    final byte[][] instrumentType = new byte[AccountType.values().length][];
    /** [account type code - 1][slot order]. */
    final AtLeastOne[][] instrumentRaised = new AtLeastOne[AccountType.values().length][];
    /** [segment code - 1][account type code - 1][slot order]; null where the segment has no such account. */
    final CutTable[][][] instruments = new CutTable[Segment.values().length][AccountType.values().length][];

    private final ProductsPolicy policy;
    private final PopulationPolicy population;

    HoldingTables(ProductsPolicy policy, PopulationPolicy population) {
        this.policy = policy;
        this.population = population;
        for (PartyType type : PartyType.values()) {
            List<Account> listed = policy.accounts().get(type);
            accountType[type.ordinal()] = new byte[listed.size()];
            accountRaised[type.ordinal()] = new boolean[listed.size()];
            for (int slot = 0; slot < listed.size(); slot++) {
                Account account = listed.get(slot);
                accountType[type.ordinal()][slot] = (byte) account.type().code();
                accountRaised[type.ordinal()][slot] = account.atLeastOne() == AtLeastOne.PICKABLE_PARTY;
                listInstruments(account.type());
            }
        }
        for (Segment segment : Segment.values()) {
            fill(segment, population.profiles().get(segment));
        }
    }

    /** Blocks of draws that tell how many accounts a party has: two types to a block. */
    int accountBlocks(int partyType) {
        return (accountType[partyType].length + 1) / 2;
    }

    /** The same for the instruments of an account. */
    int instrumentBlocks(int accountTypeCode) {
        return (instrumentType[accountTypeCode - 1].length + 1) / 2;
    }

    void hash(TableHash hash) {
        for (CutTable[][] bySlot : accounts) {
            for (CutTable[] byLevel : bySlot) {
                hash.add(byLevel);
            }
        }
        for (CutTable[][] byType : instruments) {
            for (CutTable[] bySlot : byType) {
                hash.add(bySlot);
            }
        }
    }

    private void listInstruments(AccountType type) {
        List<Instrument> on = policy.instruments().get(type).types();
        byte[] codes = new byte[on.size()];
        AtLeastOne[] raised = new AtLeastOne[on.size()];
        for (int slot = 0; slot < on.size(); slot++) {
            codes[slot] = (byte) on.get(slot).type().code();
            raised[slot] = on.get(slot).atLeastOne();
        }
        instrumentType[type.ordinal()] = codes;
        instrumentRaised[type.ordinal()] = raised;
    }

    private void fill(Segment segment, Profile profile) {
        List<Account> listed = policy.accounts().get(PartyType.values()[Place.typeOf(segment.code())]);
        CutTable[][] bySlot = new CutTable[listed.size()][PopulationPolicy.LEVELS];
        for (int slot = 0; slot < bySlot.length; slot++) {
            Account account = listed.get(slot);
            Count count = tagged(account, profile);
            double mean = count.mean() * tilted(account.tilt(), profile);
            double[] factors = population.latentFactors(account.levelExponent());
            for (int level = 0; level < PopulationPolicy.LEVELS; level++) {
                bySlot[slot][level] = table(count, mean * factors[level]);
            }
            List<Instrument> on = policy.instruments().get(account.type()).types();
            CutTable[] cuts = new CutTable[on.size()];
            for (int i = 0; i < cuts.length; i++) {
                Tilt tilt = policy.instrumentTilts().getOrDefault(on.get(i).type(), Tilt.NONE);
                Count perAccount = on.get(i).count();
                cuts[i] = table(perAccount, perAccount.mean() * tilted(tilt, profile));
            }
            instruments[segment.ordinal()][account.type().ordinal()] = cuts;
        }
        accounts[segment.ordinal()] = bySlot;
    }

    private Count tagged(Account account, Profile profile) {
        Count count = account.count();
        for (TagFactor factor : policy.tagFactors()) {
            if (factor.type() == account.type() && profile.tags().contains(factor.tag())) {
                count = new Count(
                        count.mean(),
                        count.pZero() * factor.pZeroFactor(),
                        count.sigma() * factor.sigmaFactor(),
                        count.max());
            }
        }
        return count;
    }

    private double tilted(Tilt tilt, Profile profile) {
        double exponent = tilt.cash() * (profile.cash() - SCORE_MIDDLE)
                + tilt.credit() * (profile.credit() - SCORE_MIDDLE)
                + tilt.crossBorder() * (profile.crossBorder() - SCORE_MIDDLE)
                + tilt.digital() * (profile.digital() - SCORE_MIDDLE)
                + tilt.stability() * (profile.stability() - SCORE_MIDDLE);
        return StrictMath.exp(Math.max(-policy.tiltMax(), Math.min(policy.tiltMax(), exponent)));
    }

    private CutTable table(Count count, double mean) {
        double reach = policy.reachMax() * count.max() * (1 - count.pZero());
        return CutTable.of(Math.min(mean, reach), count.pZero(), count.sigma(), count.max());
    }
}
