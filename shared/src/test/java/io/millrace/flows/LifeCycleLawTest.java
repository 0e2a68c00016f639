package io.millrace.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.contract.Channel;
import io.millrace.contract.Iso;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.contract.StepUpResult;
import io.millrace.policy.FlowShapePolicy;
import io.millrace.slab.KeyBucket;
import io.millrace.testing.ForAllSeeds;
import io.millrace.testing.PolicyFiles;
import org.junit.jupiter.api.Test;

class LifeCycleLawTest {
    private static final FlowShapePolicy POLICY = FlowShapePolicy.of(PolicyFiles.shipped("flow_shape_policy_6B"));
    private static final LifeCycleLaw LAW = new LifeCycleLaw(POLICY, FlowSwitches.ALL_ON);
    private static final double OTHER = .5764705882352941;
    private static final int ECOM = Channel.ECOM.code();
    private static final int POS = Channel.POS.code();

    @Test
    void chancesAreTheOnesOfTheWorkedFlows() {
        assertThat(LAW.pChallenge(POS, true, .44, false, 0)).isEqualTo(.012156, within(1e-9));
        assertThat(LAW.pDecline(POS, .44, false, OTHER, false, 0)).isEqualTo(.030 * .812 * OTHER, within(1e-12));
        assertThat(LAW.pChallenge(ECOM, true, .71, true, 0)).isEqualTo(.26684, within(1e-9));
        assertThat(LAW.pDecline(ECOM, .71, true, 3.4, false, 0)).isEqualTo(.58260, within(5e-6));
        assertThat(LAW.pChallenge(ECOM, true, .71, true, 1)).isEqualTo(.40026, within(1e-9));
        assertThat(LAW.pDecline(ECOM, .71, true, OTHER, true, 0)).isEqualTo(.0691454, within(1e-7));
        assertThat(LAW.pDecline(ECOM, .71, true, OTHER, true, .12)).isEqualTo(.12);
        assertThat(LAW.pRefund(ECOM, PriceClass.APPAREL.code(), .71)).isEqualTo(.15184, within(1e-9));
    }

    @Test
    void noChanceFallsWhenAmountBorderOrAttemptRise() {
        ForAllSeeds.of(200).check(seed -> {
            int channel = 1 + Math.floorMod(KeyBucket.mix64(seed), 5);
            double low = unit(seed, 1);
            double high = low + (1 - low) * unit(seed, 2);
            double strain = unit(seed, 3) < .5 ? OTHER : 3.4;
            double floor = unit(seed, 4);
            boolean sca = unit(seed, 5) < .5;
            boolean challenged = unit(seed, 6) < .5;
            assertThat(LAW.pDecline(channel, high, false, strain, challenged, 0))
                    .isGreaterThanOrEqualTo(LAW.pDecline(channel, low, false, strain, challenged, 0));
            assertThat(LAW.pDecline(channel, low, true, strain, challenged, 0))
                    .isGreaterThanOrEqualTo(LAW.pDecline(channel, low, false, strain, challenged, 0));
            assertThat(LAW.pDecline(channel, low, false, strain, challenged, floor))
                    .isGreaterThanOrEqualTo(Math.max(floor, LAW.pDecline(channel, low, false, strain, challenged, 0)));
            assertThat(LAW.pChallenge(channel, sca, high, false, 0))
                    .isGreaterThanOrEqualTo(LAW.pChallenge(channel, sca, low, false, 0));
            assertThat(LAW.pChallenge(channel, sca, low, true, 0))
                    .isGreaterThanOrEqualTo(LAW.pChallenge(channel, sca, low, false, 0));
            assertThat(LAW.pChallenge(channel, sca, low, false, 1))
                    .isGreaterThanOrEqualTo(LAW.pChallenge(channel, sca, low, false, 0));
            assertThat(LAW.pDecline(channel, high, true, 3.4, false, floor)).isBetween(0.0, 1.0);
        });
    }

    @Test
    void curvesHaveTheStatedMeansAndEnds() {
        CurveLaw challenge = new CurveLaw(POLICY.stepUp().amountCurve());
        CurveLaw decline = new CurveLaw(POLICY.decline().amountCurve());
        assertThat(mean(challenge)).isEqualTo(.991, within(5e-4));
        assertThat(mean(decline)).isEqualTo(.99965, within(1e-5));
        assertThat(decline.at(0)).isEqualTo(.68);
        assertThat(decline.at(.5)).isEqualTo(.83);
        assertThat(decline.at(.95)).isEqualTo((1.27 + 2.5 * 5 / 9 - 1.27 * 5 / 9), within(1e-12));
        assertThat(decline.at(1)).isEqualTo(4.0, within(1e-12));
    }

    @Test
    void reasonsComeInTheOrderOfTheirCodes() {
        assertThat(ReasonCode.ofCode(LAW.reason(ECOM, FixedLanes.word(.4399)))).isEqualTo(ReasonCode.C51);
        assertThat(ReasonCode.ofCode(LAW.reason(ECOM, FixedLanes.word(.4401)))).isEqualTo(ReasonCode.C05);
        assertThat(ReasonCode.ofCode(LAW.reason(ECOM, FixedLanes.word(.9719)))).isEqualTo(ReasonCode.C91);
        assertThat(ReasonCode.ofCode(LAW.reason(ECOM, -1L))).isEqualTo(ReasonCode.C96);
        int rail = Channel.BANK_RAIL.code();
        assertThat(ReasonCode.ofCode(LAW.reason(rail, 0))).isEqualTo(ReasonCode.AM04);
        assertThat(ReasonCode.ofCode(LAW.reason(rail, FixedLanes.word(.76001)))).isEqualTo(ReasonCode.AC04);
        assertThat(ReasonCode.ofCode(LAW.reason(rail, -1L))).isEqualTo(ReasonCode.AB05);
    }

    @Test
    void challengesEndPassedFailedOrAbandoned() {
        assertThat(LAW.challengeResult(ECOM, FixedLanes.word(.8599))).isEqualTo(StepUpResult.PASSED);
        assertThat(LAW.challengeResult(ECOM, FixedLanes.word(.8601))).isEqualTo(StepUpResult.FAILED);
        assertThat(LAW.challengeResult(ECOM, FixedLanes.word(.9101))).isEqualTo(StepUpResult.ABANDONED);
        assertThat(LAW.isChallengeable(Channel.ATM.code())).isFalse();
        assertThat(LAW.isSca(Iso.pack("FR"))).isTrue();
        assertThat(LAW.isSca(Iso.pack("US"))).isFalse();
    }

    @Test
    void withoutVoidsTheirShareClears() {
        LifeCycleLaw noVoids = new LifeCycleLaw(POLICY, new FlowSwitches(true, true, false, true));
        int grocery = PriceClass.GROCERY.code();
        assertThat(LAW.after(POS, grocery, FixedLanes.word(.9946))).isEqualTo(LifeCycleLaw.VOID);
        assertThat(noVoids.after(POS, grocery, FixedLanes.word(.9946))).isEqualTo(LifeCycleLaw.CLEAR);
        assertThat(LAW.after(POS, grocery, FixedLanes.word(.9991))).isEqualTo(LifeCycleLaw.EXPIRE);
        assertThat(noVoids.after(POS, grocery, FixedLanes.word(.9991))).isEqualTo(LifeCycleLaw.EXPIRE);
        int atm = Channel.ATM.code();
        assertThat(noVoids.after(atm, grocery, -1L)).isEqualTo(LifeCycleLaw.CLEAR);
        assertThat(LAW.after(atm, grocery, -1L)).isEqualTo(LifeCycleLaw.VOID);
    }

    @Test
    void onlyPurchasesAreRefundedAndOnlyWhenRefundsAreOn() {
        LifeCycleLaw noRefunds = new LifeCycleLaw(POLICY, new FlowSwitches(true, true, true, false));
        int apparel = PriceClass.APPAREL.code();
        assertThat(LAW.pRefund(POS, apparel, .5)).isEqualTo(.05, within(1e-12));
        assertThat(LAW.pRefund(Channel.ATM.code(), apparel, .5)).isZero();
        assertThat(LAW.pRefund(Channel.BANK_RAIL.code(), apparel, .5)).isZero();
        assertThat(noRefunds.pRefund(POS, apparel, .5)).isZero();
    }

    @Test
    void approvalCodesFillSixCharacters() {
        assertThat(LifeCycleLaw.approvalCode(0)).isZero();
        assertThat(Integer.toUnsignedLong(LifeCycleLaw.approvalCode(-1L))).isEqualTo(2_176_782_335L);
    }

    private static double mean(CurveLaw curve) {
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            sum += curve.at((i + .5) / 100_000);
        }
        return sum / 100_000;
    }

    private static double unit(long seed, int n) {
        return (KeyBucket.mix64(seed * 31 + n) >>> 11) * 0x1p-53;
    }
}
