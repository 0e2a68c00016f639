package io.millrace.flows;

import io.millrace.contract.Channel;
import io.millrace.contract.FlowFamily;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.contract.StepUpResult;
import io.millrace.policy.FlowShapePolicy;
import io.millrace.policy.FlowShapePolicy.AfterApproval;
import io.millrace.policy.FlowShapePolicy.StepUpRule;
import io.millrace.random.Choice;
import io.millrace.random.Coin;
import io.millrace.random.UnitInterval;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * Challenge, answer and what follows. Chances are products of policy values, computed left to right, none of which falls
 * when the amount quantile, cross-border or the attempt rises.
 *
 * @implNote flow_shape_policy_6B#/step_up, decline, after_approval, refund_rates; docs/laws/flows.md
 */
final class LifeCycleLaw {
    /** Outcomes of {@link #after}. */
    static final int CLEAR = 0;

    static final int VOID = 1;
    static final int EXPIRE = 2;

    private static final Channel[] CHANNELS = Channel.values();
    private static final PriceClass[] CLASSES = PriceClass.values();
    private static final int CODES = CHANNELS.length + 1;

    /** Six characters 0-9A-Z. */
    private static final double APPROVAL_CODES = 36.0 * 36 * 36 * 36 * 36 * 36;

    private static final StepUpResult[] CHALLENGE_RESULTS = {
        StepUpResult.PASSED, StepUpResult.FAILED, StepUpResult.ABANDONED
    };

    final boolean[] isSca = new boolean[26 * 26];
    private final boolean[] isChallengeable = new boolean[CODES];
    final double[] challengeBaseSca = new double[CODES];
    final double[] challengeBaseOther = new double[CODES];
    final double[] challengeCrossBorder = new double[CODES];
    private final Choice[] challengeResult = new Choice[CODES];
    final CurveLaw challengeCurve;
    final double challengeAttempt;
    private final double challengeMax;
    final double[] declineBase = new double[CODES];
    final double[] declineCrossBorder = new double[CODES];
    private final Choice[] reason = new Choice[CODES];
    private final byte[][] reasonCode = new byte[CODES][];
    final CurveLaw declineCurve;
    private final Coin strained;
    private final double strainedFactor;
    private final double otherFactor;
    final double challengedFactor;
    private final double declineMax;
    private final Choice[][] after = new Choice[CODES][CLASSES.length + 1];
    private final double[][] refundRate = new double[CODES][CLASSES.length + 1];
    private final double refundBase;
    private final double refundSlope;

    LifeCycleLaw(FlowShapePolicy policy, FlowSwitches switches) {
        policy.scaCountries().forEach(country -> isSca[country] = true);
        challengeCurve = new CurveLaw(policy.stepUp().amountCurve());
        challengeAttempt = policy.stepUp().attemptFactor();
        challengeMax = policy.stepUp().pMax();
        declineCurve = new CurveLaw(policy.decline().amountCurve());
        strained = Coin.of(policy.decline().strain().pStrained());
        strainedFactor = policy.decline().strain().factorStrained();
        otherFactor = policy.decline().strain().factorOther();
        challengedFactor = policy.decline().challengedFactor();
        declineMax = policy.decline().pMax();
        refundBase = policy.refundRates().quantileBase();
        refundSlope = policy.refundRates().quantileSlope();
        for (Channel channel : CHANNELS) {
            fillChallenge(channel, policy.stepUp().of(channel), switches);
            fillDecline(channel, policy.decline());
            for (PriceClass priceClass : CLASSES) {
                after[channel.code()][priceClass.code()] = after(policy.after(channel, priceClass), switches);
                refundRate[channel.code()][priceClass.code()] = refundRate(policy, switches, channel, priceClass);
            }
        }
    }

    private void fillChallenge(Channel channel, StepUpRule rule, FlowSwitches switches) {
        int code = channel.code();
        isChallengeable[code] = switches.stepUp() && rule.isDrawn();
        challengeBaseSca[code] = rule.pBaseSca();
        challengeBaseOther[code] = rule.pBaseOther();
        challengeCrossBorder[code] = rule.crossBorderFactor();
        challengeResult[code] = Choice.of(List.of(rule.pPassed(), rule.pFailed(), rule.pAbandoned()));
    }

    private void fillDecline(Channel channel, FlowShapePolicy.Decline policy) {
        int code = channel.code();
        declineBase[code] = policy.of(channel).pBase();
        declineCrossBorder[code] = policy.of(channel).crossBorderFactor();
        Map<ReasonCode, BigDecimal> weights = policy.reasonWeights().get(channel);
        reason[code] = Choice.of(List.copyOf(weights.values()));
        List<ReasonCode> codes = List.copyOf(weights.keySet());
        reasonCode[code] = new byte[codes.size()];
        for (int i = 0; i < codes.size(); i++) {
            reasonCode[code][i] = (byte) codes.get(i).code();
        }
    }

    /** Without voids their share clears: cash and transfers have no other end. */
    private static Choice after(AfterApproval row, FlowSwitches switches) {
        BigDecimal pVoid = switches.voids() ? row.pVoid() : BigDecimal.ZERO;
        return Choice.of(List.of(row.pClear().add(row.pVoid()).subtract(pVoid), pVoid, row.pExpire()));
    }

    private static double refundRate(
            FlowShapePolicy policy, FlowSwitches switches, Channel channel, PriceClass priceClass) {
        if (!switches.refunds() || FlowFamily.of(channel) != FlowFamily.PURCHASE) {
            return 0;
        }
        FlowShapePolicy.RefundRate rate = policy.refundRates().byClass().get(priceClass);
        return channel == Channel.POS ? rate.pos() : rate.remote();
    }

    /** Whether a country belongs to the region of strong customer authentication. */
    boolean isSca(int country) {
        return isSca[country];
    }

    /** Whether STEP_UP is drawn on a channel; a rate of 0 in one region still draws. */
    boolean isChallengeable(int channel) {
        return isChallengeable[channel];
    }

    /** Chance of a challenge, 0..1. */
    double pChallenge(int channel, boolean sca, double q, boolean crossBorder, int attemptIndex) {
        double p = sca ? challengeBaseSca[channel] : challengeBaseOther[channel];
        p *= challengeCurve.at(q);
        if (crossBorder) {
            p *= challengeCrossBorder[channel];
        }
        if (attemptIndex > 0) {
            p *= challengeAttempt;
        }
        return Math.min(challengeMax, p);
    }

    /** How a challenge ends, by lane 1 of STEP_UP. */
    StepUpResult challengeResult(int channel, long x1) {
        return CHALLENGE_RESULTS[challengeResult[channel].pick(x1)];
    }

    /** Chance that a challenge is passed, 0..1. */
    double pPassed(int channel) {
        return challengeResult[channel].share(0);
    }

    /** Chance that a challenge fails, 0..1. */
    double pFailed(int channel) {
        return challengeResult[channel].share(1);
    }

    /** Chance that a challenge is abandoned, 0..1. */
    double pAbandoned(int channel) {
        return challengeResult[channel].share(2);
    }

    /** Factor of the account, by ACCOUNT_STRAIN. */
    double strain(long x0) {
        return strained.success(x0) ? strainedFactor : otherFactor;
    }

    /**
     * Chance of an issuer's no, 0..1.
     *
     * @param strain of {@link #strain}
     * @param challenged and passed
     * @param floor of {@link OrderLaw#declineFloor}; 0 for a first attempt
     */
    double pDecline(int channel, double q, boolean crossBorder, double strain, boolean challenged, double floor) {
        double p = declineBase[channel] * declineCurve.at(q);
        if (crossBorder) {
            p *= declineCrossBorder[channel];
        }
        p *= strain;
        if (challenged) {
            p *= challengedFactor;
        }
        return Math.max(Math.min(declineMax, p), floor);
    }

    /** Code of the {@link ReasonCode} of an issuer's no, by lane 1 of DECLINE. */
    byte reason(int channel, long x1) {
        return reasonCode[channel][reason[channel].pick(x1)];
    }

    /** Chance that an issuer's no has this reason, 0..1. */
    double pReason(int channel, int code) {
        for (int i = 0; i < reasonCode[channel].length; i++) {
            if (reasonCode[channel][i] == code) {
                return reason[channel].share(i);
            }
        }
        return 0;
    }

    /** Unsigned approval code, by lane 1 of DECLINE. */
    static int approvalCode(long x1) {
        return (int) (long) (UnitInterval.unit(x1) * APPROVAL_CODES);
    }

    /** {@link #CLEAR}, {@link #VOID} or {@link #EXPIRE}, by lane 0 of AFTER_APPROVAL. */
    int after(int channel, int priceClass, long x0) {
        return after[channel][priceClass].pick(x0);
    }

    /** Chance of {@link #CLEAR}, {@link #VOID} or {@link #EXPIRE} after an approval, 0..1. */
    double pAfter(int channel, int priceClass, int outcome) {
        return after[channel][priceClass].share(outcome);
    }

    /** Chance that a clearing is refunded; 0 for cash and transfers. */
    double pRefund(int channel, int priceClass, double q) {
        return refundRate[channel][priceClass] * (refundBase + refundSlope * q);
    }
}
