package io.millrace.attach;

import io.millrace.contract.AttachRule;
import io.millrace.contract.Channel;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.Segment;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.policy.BehaviourPriorPack;
import io.millrace.policy.BehaviourPriorPack.Family;
import io.millrace.random.Coin;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.table.GroupPick;
import io.millrace.world.EntityUniverse;
import io.millrace.world.Portfolio;
import java.util.ArrayList;
import java.util.List;

/**
 * Account and instrument. Candidates are filtered first, so nothing is drawn twice. One of three keys draws both: what
 * comes up at this arrival, what the party always uses here, or what it uses at this visit.
 */
final class MeansLaw {
    private static final int CHANNELS = Channel.values().length;
    private static final int CLASSES = LedgerClass.values().length;
    private static final int KINDS = InstrumentKind.values().length;
    private static final int FAMILIES = Family.values().length;
    private static final int ALL = -1;
    private static final int CARD_LIKE =
            bit(InstrumentKind.CARD_PHYSICAL) | bit(InstrumentKind.CARD_VIRTUAL) | bit(InstrumentKind.WALLET_TOKEN);

    private final DrawLedger ledger;
    private final Coin[] switches = new Coin[CHANNELS + 1];
    private final Coin[] habit = new Coin[CHANNELS + 1];
    private final int[] classes = new int[CHANNELS + 1];
    private final int[] kinds = new int[CHANNELS + 1];
    private final boolean[] optional = new boolean[CHANNELS + 1];
    /** By segment code: position of the family in the weights; once here, as a map costs more than the pick. */
    private final int[] familyOfSegment = new int[Segment.values().length + 1];

    private final int[][][] classWeight = new int[FAMILIES][CHANNELS + 1][CLASSES + 1];
    private final int[][][] kindWeight = new int[FAMILIES][CHANNELS + 1][KINDS + 1];
    private final GroupPick pick = new GroupPick(Math.max(CLASSES, KINDS));
    private final int[] kindsOf = new int[Portfolio.ACCOUNTS_MAX];
    private final int[] members = new int[Math.max(CLASSES, KINDS) + 1];
    private final BlockDraws asked;
    private final BlockDraws visits;
    private long relaxedKind;
    private long relaxedClass;

    MeansLaw(AttachmentPolicy policy, BehaviourPriorPack prior, Draws draws, DrawLedger ledger) {
        asked = new BlockDraws(draws, EntityAttacher.BLOCK_ROWS);
        visits = new BlockDraws(draws, EntityAttacher.BLOCK_ROWS);
        this.ledger = ledger;
        for (Segment segment : Segment.values()) {
            familyOfSegment[segment.code()] = prior.family(segment.code()).ordinal();
        }
        for (Channel channel : Channel.values()) {
            int c = channel.code();
            switches[c] = Coin.of(policy.instrument().pSwitchOnRetry().get(channel));
            habit[c] = Coin.of(policy.account().pHabit().get(channel));
            optional[c] = policy.instrumentOptional().get(channel);
            for (LedgerClass ledgerClass : policy.account().allowedClasses().get(channel)) {
                classes[c] |= 1 << ledgerClass.code();
            }
            for (InstrumentKind kind : policy.instrument().allowedKinds().get(channel)) {
                kinds[c] |= bit(kind);
            }
            for (Family family : Family.values()) {
                prior.accountWeights()
                        .get(family)
                        .get(channel)
                        .forEach(
                                (ledgerClass, weight) -> classWeight[family.ordinal()][c][ledgerClass.code()] = weight);
                prior.instrumentWeights()
                        .get(family)
                        .get(channel)
                        .forEach((kind, weight) -> kindWeight[family.ordinal()][c][kind.code()] = weight);
            }
        }
    }

    /** Rows whose instrument kind had to be relaxed to any card. */
    long relaxedKind() {
        return relaxedKind;
    }

    /** Rows whose ledger class had to be relaxed too. */
    long relaxedClass() {
        return relaxedClass;
    }

    void restoreRelaxed(long kind, long ledgerClass) {
        relaxedKind = kind;
        relaxedClass = ledgerClass;
    }

    /** What the first {@code count} rows of a block draw for account and instrument, their parties known. */
    void draw(AttachRow[] rows, int count, EntityUniverse universe) {
        asked.clear();
        visits.clear();
        for (int i = 0; i < count; i++) {
            AttachRow row = rows[i];
            asked.ask(Decision.SWITCH, row.arrivalKey, 0);
            visits.ask(Decision.VISIT_MEANS, row.visitHi, row.visitLo);
        }
        asked.make();
        visits.make();
        ledger.count(Decision.SWITCH, count);
        ledger.count(Decision.VISIT_MEANS, count);
        for (int i = 0; i < count; i++) {
            AttachRow row = rows[i];
            row.terminalWord = visits.x1(i);
            row.meansKey = switches[row.channel].success(asked.x0(i))
                    ? Decision.MEANS_SWITCH
                    : habit[row.channel].success(visits.x0(i)) ? Decision.MEANS_HABIT : Decision.MEANS_VISIT;
        }
        asked.clear();
        for (int i = 0; i < count; i++) {
            AttachRow row = rows[i];
            if (row.meansKey == Decision.MEANS_SWITCH) {
                asked.ask(row.meansKey, row.arrivalKey, 0);
            } else if (row.meansKey == Decision.MEANS_HABIT) {
                asked.ask(row.meansKey, universe.partyId(row.party), (long) row.merchant << 8 | row.channel);
            } else {
                asked.ask(row.meansKey, row.visitHi, row.visitLo);
            }
        }
        asked.make();
        for (int i = 0; i < count; i++) {
            rows[i].meansX0 = asked.x0(i);
            rows[i].meansX1 = asked.x1(i);
        }
    }

    void decide(AttachRow row, Portfolio party) {
        Decision key = row.meansKey;
        AttachRule word = word(key);
        int family = familyOfSegment[party.segment];
        int allowedClasses = classes[row.channel];
        int allowedKinds = kinds[row.channel];
        int[] weight = classWeight[family][row.channel];
        kindsOfAccounts(party);
        fillAccounts(party, row, allowedClasses, allowedKinds, weight);
        if (pick.candidates() == 0) {
            allowedKinds |= CARD_LIKE;
            fillAccounts(party, row, allowedClasses, allowedKinds, weight);
            if (pick.candidates() > 0) {
                relaxedKind++;
            } else {
                allowedClasses = ALL;
                fillAccounts(party, row, allowedClasses, allowedKinds, weight);
                relaxedClass++;
            }
        }
        if (pick.candidates() == 0) {
            throw Failures.noCandidates("party " + party.partyId, row, "ACCOUNT");
        }
        boolean drawn = pick.candidates() > 1;
        if (drawn) {
            pick.pick(row.meansX0);
            row.account = account(party, row, allowedClasses, allowedKinds, pick.group() + 1, pick.member());
        } else {
            row.account = account(party, row, allowedClasses, allowedKinds, 0, 0);
        }
        row.accountRule = drawn ? word : AttachRule.SINGLE;

        fillInstruments(party, row.account, allowedKinds, kindWeight[family][row.channel]);
        if (pick.candidates() == 0) {
            row.instrument = -1;
            row.instrumentRule = AttachRule.NONE;
        } else if (pick.candidates() == 1) {
            row.instrument = instrument(party, row.account, allowedKinds, 0);
            row.instrumentRule = AttachRule.SINGLE;
        } else {
            drawn = true;
            pick.pick(row.meansX1);
            row.instrument = instrument(party, row.account, 1 << (pick.group() + 1), pick.member());
            row.instrumentRule = word;
        }
        if (drawn) {
            ledger.count(key);
        }
    }

    /** Which weights a segment takes. */
    Family family(int segment) {
        return Family.values()[familyOfSegment[segment]];
    }

    /**
     * What a decided row could choose from.
     *
     * @param accounts slots in the portfolio
     * @param instruments slots in the portfolio, of the account that was taken
     * @param relaxations 0 as the policy has it, 1 any card, 2 any ledger class too
     */
    record Choices(List<Integer> accounts, List<Integer> instruments, int relaxations) {}

    /** For who tells of a row; no row depends on it. */
    Choices choices(AttachRow row, Portfolio party) {
        kindsOfAccounts(party);
        int allowedKinds = kinds[row.channel];
        int relaxations = 0;
        List<Integer> found = accounts(party, row, classes[row.channel], allowedKinds);
        if (found.isEmpty()) {
            relaxations = 1;
            allowedKinds |= CARD_LIKE;
            found = accounts(party, row, classes[row.channel], allowedKinds);
        }
        if (found.isEmpty()) {
            relaxations = 2;
            found = accounts(party, row, ALL, allowedKinds);
        }
        List<Integer> instruments = new ArrayList<>();
        for (int instrument = 0; instrument < party.instruments; instrument++) {
            if (party.instrumentAccount[instrument] == row.account
                    && (allowedKinds >> party.instrumentKind[instrument] & 1) == 1) {
                instruments.add(instrument);
            }
        }
        return new Choices(found, instruments, relaxations);
    }

    private List<Integer> accounts(Portfolio party, AttachRow row, int allowedClasses, int allowedKinds) {
        List<Integer> found = new ArrayList<>();
        for (int account = 0; account < party.accounts; account++) {
            if (isCandidate(party, row, account, allowedClasses, allowedKinds)) {
                found.add(account);
            }
        }
        return found;
    }

    private static AttachRule word(Decision key) {
        return key == Decision.MEANS_SWITCH
                ? AttachRule.SWITCH
                : key == Decision.MEANS_HABIT ? AttachRule.HABIT : AttachRule.VISIT;
    }

    private void kindsOfAccounts(Portfolio party) {
        for (int account = 0; account < party.accounts; account++) {
            kindsOf[account] = 0;
        }
        for (int instrument = 0; instrument < party.instruments; instrument++) {
            kindsOf[party.instrumentAccount[instrument]] |= 1 << party.instrumentKind[instrument];
        }
    }

    private boolean isCandidate(Portfolio party, AttachRow row, int account, int allowedClasses, int allowedKinds) {
        return (allowedClasses >> party.accountClass[account] & 1) == 1
                && (optional[row.channel] || (kindsOf[account] & allowedKinds) != 0);
    }

    private void fillAccounts(Portfolio party, AttachRow row, int allowedClasses, int allowedKinds, int[] weight) {
        java.util.Arrays.fill(members, 0);
        for (int account = 0; account < party.accounts; account++) {
            if (isCandidate(party, row, account, allowedClasses, allowedKinds)) {
                members[party.accountClass[account]]++;
            }
        }
        pick.clear();
        for (int ledgerClass = 1; ledgerClass <= CLASSES; ledgerClass++) {
            pick.add(weight[ledgerClass], members[ledgerClass]);
        }
    }

    /** @param ledgerClass code, 0 for any */
    private int account(
            Portfolio party, AttachRow row, int allowedClasses, int allowedKinds, int ledgerClass, int member) {
        int left = member;
        for (int account = 0; account < party.accounts; account++) {
            if ((ledgerClass == 0 || party.accountClass[account] == ledgerClass)
                    && isCandidate(party, row, account, allowedClasses, allowedKinds)
                    && left-- == 0) {
                return account;
            }
        }
        throw new IllegalStateException("a pick lies among the candidates");
    }

    private void fillInstruments(Portfolio party, int account, int allowedKinds, int[] weight) {
        java.util.Arrays.fill(members, 0);
        for (int instrument = 0; instrument < party.instruments; instrument++) {
            if (party.instrumentAccount[instrument] == account
                    && (allowedKinds >> party.instrumentKind[instrument] & 1) == 1) {
                members[party.instrumentKind[instrument]]++;
            }
        }
        pick.clear();
        for (int kind = 1; kind <= KINDS; kind++) {
            pick.add(weight[kind], members[kind]);
        }
    }

    private static int instrument(Portfolio party, int account, int allowedKinds, int member) {
        int left = member;
        for (int instrument = 0; instrument < party.instruments; instrument++) {
            if (party.instrumentAccount[instrument] == account
                    && (allowedKinds >> party.instrumentKind[instrument] & 1) == 1
                    && left-- == 0) {
                return instrument;
            }
        }
        throw new IllegalStateException("a pick lies among the candidates");
    }

    private static int bit(InstrumentKind kind) {
        return 1 << kind.code();
    }
}
