package io.millrace.flows;

import io.millrace.contract.Channel;
import io.millrace.contract.ClearingKind;
import io.millrace.contract.FlowFamily;
import io.millrace.contract.PriceClass;
import io.millrace.contract.StepUpResult;
import io.millrace.policy.FlowShapePolicy.AfterApproval;
import io.millrace.random.Decision;
import io.millrace.slab.SlabKind;
import io.millrace.story.Chapter;
import io.millrace.story.Drawn;
import io.millrace.story.Fact;
import io.millrace.story.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells of challenge, answer, and what follows an approval: chances as products of policy values, and their coins. */
final class LifeCycleTeller {
    private static final String OUTCOMES = SlabKind.OUTCOME.datasetId();
    private static final String EVENTS = SlabKind.EVENT.datasetId();
    private static final int APPROVAL_CHARACTERS = 6;
    private static final int RADIX = 36;

    private final LifeCycleLaw law;
    private final AmountLaw amounts;
    private final RecordedLanes lanes;
    private final FlowTeller.Policies policies;

    LifeCycleTeller(LifeCycleLaw law, AmountLaw amounts, RecordedLanes lanes, FlowTeller.Policies policies) {
        this.law = law;
        this.amounts = amounts;
        this.lanes = lanes;
        this.policies = policies;
    }

    Chapter tell(FlowRow flow, long accountId, Optional<FlowTeller.Slot> slot) {
        List<Fact> facts = new ArrayList<>();
        facts.add(challenge(flow));
        answer(flow, accountId, slot, facts);
        if (flow.approved) {
            after(flow, facts);
        }
        return new Chapter("Life cycle", facts);
    }

    private Fact challenge(FlowRow flow) {
        Fact fact =
                Fact.of("step_up_result", flow.challenge.token()).in(OUTCOMES).in(EVENTS);
        if (!flow.challengeCandidate) {
            return fact.because("no challenges on " + FlowTeller.channel(flow.channel));
        }
        Drawn drawn = lanes.take(Decision.STEP_UP, 0);
        double base = flow.sca ? law.challengeBaseSca[flow.channel] : law.challengeBaseOther[flow.channel];
        double chance = law.pChallenge(flow.channel, flow.sca, flow.money.q, flow.crossBorder, flow.attemptIndex);
        String channel = "/step_up/" + FlowTeller.channel(flow.channel);
        fact = fact.because("chance " + Wording.factor(base) + " base * "
                        + Wording.factor(law.challengeCurve.at(flow.money.q)) + " by amount"
                        + (flow.crossBorder
                                ? " * " + Wording.factor(law.challengeCrossBorder[flow.channel]) + " cross-border"
                                : "")
                        + (flow.attemptIndex > 0 ? " * " + Wording.factor(law.challengeAttempt) + " retry" : "") + " = "
                        + Wording.share(chance) + "; lane 0 is " + Wording.share(drawn.u0()))
                .drawn(drawn)
                .by(policies.shape(channel + (flow.sca ? "/p_base_sca" : "/p_base_other")));
        if (flow.challenge == StepUpResult.NONE) {
            return fact;
        }
        return fact.because("challenged; lane 1 is " + Wording.share(drawn.u1()) + ": "
                        + flow.challenge.token().toLowerCase(Locale.ROOT))
                .by(policies.shape(channel + "/p_" + flow.challenge.token().toLowerCase(Locale.ROOT)));
    }

    private void answer(FlowRow flow, long accountId, Optional<FlowTeller.Slot> slot, List<Fact> facts) {
        Fact result = Fact.of("auth_result", flow.approved ? "APPROVED" : "DECLINED")
                .in(OUTCOMES)
                .in(EVENTS);
        if (flow.challenge == StepUpResult.FAILED || flow.challenge == StepUpResult.ABANDONED) {
            facts.add(result.because("the challenge answers itself"));
            facts.add(Fact.of("reason_code", FlowTeller.reason(flow.reasonCode))
                    .in(OUTCOMES)
                    .in(EVENTS));
            return;
        }
        Drawn ofAccount = lanes.take(Decision.ACCOUNT_STRAIN, 0);
        double strain = law.strain(ofAccount.x0());
        facts.add(Fact.of("strain of the account", Wording.factor(strain))
                .because("account " + accountId + ", lane 0 is " + Wording.share(ofAccount.u0()))
                .drawn(ofAccount)
                .by(policies.shape("/decline/strain")));
        Drawn drawn = lanes.take(Decision.DECLINE, 0);
        facts.add(coin(flow, strain, drawn, result, slot));
        if (!flow.approved) {
            facts.add(Fact.of("reason_code", FlowTeller.reason(flow.reasonCode))
                    .because("lane 1 is " + Wording.share(drawn.u1()) + " of the weights in a row")
                    .by(policies.shape("/decline/reason_weights/" + FlowTeller.channel(flow.channel)))
                    .in(OUTCOMES)
                    .in(EVENTS));
        } else if (flow.approvalCode != -1) {
            facts.add(Fact.of("approval_code", Integer.toUnsignedString(flow.approvalCode))
                    .because("lane 1, " + Wording.share(drawn.u1()) + ", of 36^6; shown as " + shown(flow.approvalCode))
                    .in(EVENTS));
        }
    }

    private Fact coin(FlowRow flow, double strain, Drawn drawn, Fact result, Optional<FlowTeller.Slot> slot) {
        boolean challenged = flow.challenge == StepUpResult.PASSED;
        double chance =
                law.pDecline(flow.channel, flow.money.q, flow.crossBorder, strain, challenged, flow.declineFloor);
        Fact fact = result.because("a no has the chance " + Wording.factor(law.declineBase[flow.channel]) + " base * "
                        + Wording.factor(law.declineCurve.at(flow.money.q)) + " by amount"
                        + (flow.crossBorder
                                ? " * " + Wording.factor(law.declineCrossBorder[flow.channel]) + " cross-border"
                                : "")
                        + " * " + Wording.factor(strain) + " strain"
                        + (challenged ? " * " + Wording.factor(law.challengedFactor) + " challenged" : "")
                        + (flow.attemptIndex > 0
                                ? ", at least " + Wording.factor(flow.declineFloor) + " on a retry"
                                : "")
                        + " = " + Wording.share(chance) + "; lane 0 is " + Wording.share(drawn.u0()))
                .drawn(drawn)
                .by(policies.shape("/decline/" + FlowTeller.channel(flow.channel)));
        if (flow.attemptIndex == 0 || slot.isEmpty()) {
            return fact;
        }
        return fact.by(policies.shape(
                "/orders/reason_classes/" + slot.get().reasonClass().token() + "/decline_floor_"
                        + (slot.get().sameInstrument() ? "same" : "other")));
    }

    private void after(FlowRow flow, List<Fact> facts) {
        Drawn drawn = lanes.take(Decision.AFTER_APPROVAL, 0);
        int after = law.after(flow.channel, flow.priceClass, drawn.x0());
        AfterApproval row = policies.shape().after(Channel.ofCode(flow.channel), PriceClass.ofCode(flow.priceClass));
        String pointer = "/after_approval/" + policies.shape().afterApproval().indexOf(row);
        facts.add(Fact.of(
                        "after approval",
                        after == LifeCycleLaw.CLEAR ? "clears" : after == LifeCycleLaw.VOID ? "void" : "expires")
                .because("lane 0 is " + Wording.share(drawn.u0()) + " of clear, void, expire")
                .drawn(drawn)
                .by(policies.shape(pointer + "/p_clear"))
                .by(policies.shape(pointer + "/p_void"))
                .by(policies.shape(pointer + "/p_expire")));
        if (after != LifeCycleLaw.CLEAR) {
            return;
        }
        clearing(flow, facts);
        refund(flow, drawn, facts);
    }

    private void clearing(FlowRow flow, List<Fact> facts) {
        Fact fact = Fact.of("clearing_amount_minor", flow.cleared.amountMinor)
                .in(OUTCOMES)
                .in(EVENTS, "amount_minor");
        Fact kind = Fact.of(
                        "clearing_kind", ClearingKind.ofCode(flow.cleared.kind).token())
                .in(OUTCOMES);
        if (flow.family != FlowFamily.PURCHASE.code()) {
            facts.add(fact.because("cash and transfers clear as authorised"));
            facts.add(kind);
            return;
        }
        Drawn drawn = lanes.take(Decision.CLEARING_DIFFERENCE, 0);
        int rule = amounts.clearingRule(flow.priceClass, flow.channel, flow.saleCountry);
        String pointer = "/clearing/" + rule;
        fact = fact.drawn(drawn);
        kind = kind.by(policies.amount(pointer + "/kind")).by(policies.amount(pointer + "/p_differs"));
        if (flow.cleared.kind == ClearingKind.PREAUTH.code()) {
            facts.add(fact.because("what was filled at the pump, at most what was authorised"));
        } else if (flow.cleared.kind == ClearingKind.EQUAL.code()) {
            facts.add(fact.because("lane 0 is " + Wording.share(drawn.u0()) + ", not below p_differs: as authorised"));
        } else {
            facts.add(fact.because("lane 0 is " + Wording.share(drawn.u0()) + ", below p_differs; lane 1, "
                            + Wording.share(drawn.u1()) + ", says by how much")
                    .by(policies.amount(pointer + "/delta_share_min"))
                    .by(policies.amount(pointer + "/delta_share_max")));
        }
        facts.add(kind);
    }

    private void refund(FlowRow flow, Drawn after, List<Fact> facts) {
        double chance = law.pRefund(flow.channel, flow.priceClass, flow.money.q);
        boolean isRefunded = flow.refundMinor != 0;
        if (flow.family != FlowFamily.PURCHASE.code()) {
            return;
        }
        String side = flow.channel == Channel.POS.code() ? "/pos" : "/remote";
        Fact fact = Fact.of("refund", isRefunded ? "planned" : "none")
                .because("chance " + Wording.share(chance) + "; lane 1 of AFTER_APPROVAL is "
                        + Wording.share(after.u1()))
                .by(policies.shape(
                        "/refund_rates/" + PriceClass.ofCode(flow.priceClass).token() + side))
                .by(policies.shape("/refund_rates/quantile"));
        facts.add(fact);
        if (isRefunded) {
            Drawn drawn = lanes.take(Decision.REFUND_AMOUNT, 0);
            facts.add(Fact.of("refund_amount_minor", flow.refundMinor)
                    .because("lane 0 is " + Wording.share(drawn.u0())
                            + "; below p_full the whole, else a part by lane 1, " + Wording.share(drawn.u1()))
                    .drawn(drawn)
                    .by(policies.amount("/refund"))
                    .in(OUTCOMES)
                    .in(EVENTS, "amount_minor"));
        }
    }

    private static String shown(int approvalCode) {
        String text = Integer.toUnsignedString(approvalCode, RADIX).toUpperCase(Locale.ROOT);
        return "0".repeat(APPROVAL_CHARACTERS - text.length()) + text;
    }
}
