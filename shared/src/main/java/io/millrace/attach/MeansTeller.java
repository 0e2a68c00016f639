package io.millrace.attach;

import io.millrace.contract.AttachRule;
import io.millrace.contract.Channel;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.LedgerClass;
import io.millrace.random.Decision;
import io.millrace.story.Drawn;
import io.millrace.story.Fact;
import io.millrace.story.Wording;
import io.millrace.world.Portfolio;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Tells which account and instrument were taken, among which, and by which of three keys. */
final class MeansTeller {
    private final MeansLaw means;

    MeansTeller(MeansLaw means) {
        this.means = means;
    }

    void tell(Telling telling, AttachRow row, Portfolio party, Drawn visitMeans) {
        String channel = Channel.ofCode(row.channel).token();
        String family = means.family(party.segment).name();
        Drawn drawn = key(telling, row, party, channel, visitMeans);
        MeansLaw.Choices choices = means.choices(row, party);
        if (row.accountRule != AttachRule.SINGLE || isDrawn(row.instrumentRule)) {
            telling.count(row.meansKey);
        }
        Fact account = Fact.of("account_id", party.accountId[row.account])
                .because(candidates(
                        choices.accounts(),
                        slot -> LedgerClass.ofCode(party.accountClass[slot]).token(),
                        "account"))
                .by(telling.policy("/account/allowed_ledger_classes/" + channel));
        if (choices.relaxations() > 0) {
            account = account.because("none fits the policy, so "
                            + (choices.relaxations() == 1 ? "any card" : "any card of any class") + " will do")
                    .by(telling.policy("/account/when_no_candidate"));
        }
        if (row.accountRule != AttachRule.SINGLE) {
            account = account.because("lane 0 is " + Wording.share(drawn.u0())
                            + " of the weights of the classes present: a class, then one of its accounts")
                    .drawn(drawn)
                    .by(telling.prior("/account_weights/" + family + "/" + channel));
        }
        telling.addColumn(account);
        telling.addColumn(Fact.of("account_rule", row.accountRule.token()));
        telling.addColumn(instrument(telling, row, party, channel, family, drawn, choices));
        telling.addColumn(Fact.of("instrument_rule", row.instrumentRule.token()));
    }

    private Fact instrument(
            Telling telling,
            AttachRow row,
            Portfolio party,
            String channel,
            String family,
            Drawn drawn,
            MeansLaw.Choices choices) {
        Fact fact = Fact.of(
                        "instrument_id",
                        row.instrument < 0 ? "none" : Long.toString(party.instrumentId[row.instrument]))
                .because(candidates(
                        choices.instruments(),
                        slot -> InstrumentKind.ofCode(party.instrumentKind[slot])
                                .token(),
                        "instrument of the account"))
                .by(telling.policy("/instrument/allowed_kinds/" + channel));
        if (row.instrument < 0) {
            return fact.by(telling.policy("/requiredness/INSTRUMENT/" + channel));
        }
        if (row.instrumentRule == AttachRule.SINGLE) {
            return fact;
        }
        return fact.because("lane 1 is " + Wording.share(drawn.u1())
                        + " of the weights of the kinds present: a kind, then one of its instruments")
                .drawn(drawn)
                .by(telling.prior("/instrument_weights/" + family + "/" + channel));
    }

    /** What account and instrument are drawn by. */
    private static Drawn key(Telling telling, AttachRow row, Portfolio party, String channel, Drawn visitMeans) {
        Drawn coin = telling.draw(Decision.SWITCH, row.arrivalKey, 0);
        String ofSwitch = "lane 0 of SWITCH is " + Wording.share(coin.u0());
        Fact fact = Fact.of("means by", row.meansKey.name())
                .drawn(coin)
                .by(telling.policy("/instrument/p_switch_on_retry/" + channel));
        if (row.meansKey == Decision.MEANS_SWITCH) {
            telling.add(fact.because(ofSwitch + ", below p_switch_on_retry: whatever comes up at this arrival"));
            return telling.peek(row.meansKey, row.arrivalKey, 0);
        }
        fact = fact.because(ofSwitch + ", not below p_switch_on_retry")
                .drawn(visitMeans)
                .by(telling.policy("/account/p_habit/" + channel));
        String ofVisit = "lane 0 of VISIT_MEANS is " + Wording.share(visitMeans.u0());
        if (row.meansKey == Decision.MEANS_HABIT) {
            telling.add(fact.because(ofVisit + ", below p_habit: what the party always uses at this merchant"));
            return telling.peek(row.meansKey, party.partyId, (long) row.merchant << 8 | row.channel);
        }
        telling.add(fact.because(ofVisit + ", not below p_habit: what it uses at this visit"));
        return telling.peek(row.meansKey, row.visitHi, row.visitLo);
    }

    private static boolean isDrawn(AttachRule rule) {
        return rule != AttachRule.SINGLE && rule != AttachRule.NONE;
    }

    /** {@code one of 3 accounts: DEPOSIT 2, SETTLEMENT 1}. */
    static String candidates(List<Integer> slots, IntFunction<String> group, String what) {
        if (slots.isEmpty()) {
            return "no " + what + " to choose from";
        }
        String groups = slots.stream()
                .collect(Collectors.groupingBy(group::apply, LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return slots.size() == 1 ? "the only " + what + ": " + groups : slots.size() + " to choose from: " + groups;
    }
}
