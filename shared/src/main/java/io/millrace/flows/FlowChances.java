package io.millrace.flows;

import io.millrace.policy.AmountModel;
import io.millrace.policy.FlowShapePolicy;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.random.KeyedBijection;
import io.millrace.slab.FlowSlab;

/**
 * What the policies ask of a stored flow before each step of its life: the chances that {@link FlowMaker} weighed its
 * coins against, by the same laws, from the anchor and the keys of the run. For judges of rows; it draws no coin of a
 * flow, and needs no world.
 *
 * <p>Turn to a flow, then ask. One flow at a time, not thread-safe.
 *
 * @implNote flow_shape_policy_6B#/orders, step_up, decline, after_approval, refund_rates; docs/laws/flows.md
 */
public final class FlowChances {
    private final OrderLaw orders;
    private final LifeCycleLaw lifeCycle;
    private final OrderQuantiles quantiles;
    private final FlowSwitches switches;
    private final Draws draws;

    private int channel;
    private int priceClass;
    private boolean crossBorder;
    private boolean sca;
    private int attemptIndex;
    private double quantile;
    private double strain;
    private int declined;
    private boolean sameInstrument;
    private long gapMicros;

    /**
     * @param flowIds bijection of kind {@code flow_id}
     * @param orderIds bijection of kind {@code order_id}
     */
    public FlowChances(
            FlowShapePolicy shape,
            AmountModel amounts,
            FlowSwitches switches,
            Draws draws,
            KeyedBijection flowIds,
            KeyedBijection orderIds) {
        this.orders = new OrderLaw(shape.orders(), switches);
        this.lifeCycle = new LifeCycleLaw(shape, switches);
        this.quantiles = new OrderQuantiles(amounts, draws, flowIds, orderIds);
        this.switches = switches;
        this.draws = draws;
    }

    /** Turns to a flow that has found no decline in its session that it may retry. */
    public void turnTo(FlowSlab anchors, int row) {
        turnTo(anchors, row, 0, false, 0);
    }

    /**
     * Turns to a flow.
     *
     * @param reasonCode of the decline in its session that it may retry, a code of {@link
     *     io.millrace.contract.ReasonCode}; 0 without one
     * @param sameInstrument as that decline; two absent ones are the same
     * @param gapMicros since its answer, within the window of the channel
     */
    public void turnTo(FlowSlab anchors, int row, int reasonCode, boolean sameInstrument, long gapMicros) {
        channel = anchors.channel[row];
        priceClass = anchors.priceClass[row];
        crossBorder = anchors.partyCountry[row] != anchors.saleCountry[row];
        sca = lifeCycle.isSca(anchors.partyCountry[row]) && lifeCycle.isSca(anchors.saleCountry[row]);
        attemptIndex = anchors.attemptIndex[row];
        quantile = quantiles.of(anchors.orderId[row], channel, priceClass, anchors.merchantId[row]);
        strain = lifeCycle.strain(draws.x0(Decision.ACCOUNT_STRAIN, anchors.accountId[row], 0));
        declined = reasonCode == 0 ? 0 : orders.reasonClass(reasonCode);
        this.sameInstrument = sameInstrument;
        this.gapMicros = gapMicros;
    }

    /** Of the amount of its order, 0..1. */
    public double quantile() {
        return quantile;
    }

    /** Whether party and sale both lie in the region of strong customer authentication. */
    public boolean isSca() {
        return sca;
    }

    /** Chance that it goes on with the declined order, 0..1; 0 where there is none. */
    public double retried() {
        return declined == 0 || !switches.retries() ? 0 : orders.pRetry(channel, declined, sameInstrument, gapMicros);
    }

    /** Chance of a challenge, 0..1; 0 on channels without. */
    public double challenged() {
        return lifeCycle.isChallengeable(channel)
                ? lifeCycle.pChallenge(channel, sca, quantile, crossBorder, attemptIndex)
                : 0;
    }

    /** Chance that a challenge is passed, 0..1. */
    public double passed() {
        return lifeCycle.pPassed(channel);
    }

    /** Chance that a challenge fails, 0..1. */
    public double failed() {
        return lifeCycle.pFailed(channel);
    }

    /** Chance that a challenge is abandoned, 0..1. */
    public double abandoned() {
        return lifeCycle.pAbandoned(channel);
    }

    /**
     * Chance of an issuer's no, 0..1.
     *
     * @param challenged and passed
     */
    public double declined(boolean challenged) {
        double floor = attemptIndex > 0 ? orders.declineFloor(declined, sameInstrument) : 0;
        return lifeCycle.pDecline(channel, quantile, crossBorder, strain, challenged, floor);
    }

    /** Chance that an issuer's no has this reason, a code of {@link io.millrace.contract.ReasonCode}; 0..1. */
    public double reason(int reasonCode) {
        return lifeCycle.pReason(channel, reasonCode);
    }

    /** Chance that an approval is voided, 0..1. */
    public double voided() {
        return lifeCycle.pAfter(channel, priceClass, LifeCycleLaw.VOID);
    }

    /** Chance that an approval expires, 0..1. */
    public double expired() {
        return lifeCycle.pAfter(channel, priceClass, LifeCycleLaw.EXPIRE);
    }

    /** Chance that a clearing is refunded, 0..1; 0 for cash and transfers. */
    public double refunded() {
        return lifeCycle.pRefund(channel, priceClass, quantile);
    }

    /** Chance at its arrival that it will be declined, whoever says no: issuer, failed or abandoned challenge; 0..1. */
    public double declinedAtArrival() {
        return 1 - approvedAtArrival();
    }

    /** Chance at its arrival that it will be approved, cleared and refunded, 0..1. */
    public double refundedAtArrival() {
        return approvedAtArrival() * lifeCycle.pAfter(channel, priceClass, LifeCycleLaw.CLEAR) * refunded();
    }

    private double approvedAtArrival() {
        double challenged = challenged();
        return (1 - challenged) * (1 - declined(false)) + challenged * passed() * (1 - declined(true));
    }
}
