package io.millrace.flows;

import io.millrace.contract.Channel;
import io.millrace.contract.ReasonCode;
import io.millrace.policy.FlowShapePolicy.OrderRule;
import io.millrace.policy.FlowShapePolicy.Orders;
import io.millrace.policy.FlowShapePolicy.ReasonClass;
import io.millrace.policy.FlowShapePolicy.RetryRule;

/**
 * When an arrival goes on with the order of a decline, and how likely it fails again.
 *
 * @implNote flow_shape_policy_6B#/orders; docs/laws/flows.md
 */
final class OrderLaw {
    private static final Channel[] CHANNELS = Channel.values();

    private final boolean retries;
    private final long[] minGapMicros = new long[CHANNELS.length + 1];
    private final long[] windowMicros = new long[CHANNELS.length + 1];
    private final int[] attemptsMax = new int[CHANNELS.length + 1];
    private final double[] pRetrySame = new double[ReasonClass.values().length + 1];
    private final double[] pRetryOther = new double[ReasonClass.values().length + 1];
    private final double[] declineFloorSame = new double[ReasonClass.values().length + 1];
    private final double[] declineFloorOther = new double[ReasonClass.values().length + 1];
    private final byte[] reasonClass = new byte[ReasonCode.values().length + 1];
    private final long flatMicros;
    private final double decayFloor;

    OrderLaw(Orders policy, FlowSwitches switches) {
        retries = switches.retries();
        flatMicros = policy.flatMicros();
        decayFloor = policy.decayFloor();
        for (Channel channel : CHANNELS) {
            OrderRule rule = policy.of(channel);
            minGapMicros[channel.code()] = rule.minGapMicros();
            windowMicros[channel.code()] = rule.windowMicros();
            attemptsMax[channel.code()] = rule.attemptsMax();
        }
        policy.byReasonClass().forEach(this::fill);
        for (ReasonCode code : ReasonCode.values()) {
            reasonClass[code.code()] = (byte) policy.reasonClass(code).code();
        }
    }

    private void fill(ReasonClass name, RetryRule rule) {
        pRetrySame[name.code()] = rule.pRetrySame();
        pRetryOther[name.code()] = rule.pRetryOther();
        declineFloorSame[name.code()] = rule.declineFloorSame();
        declineFloorOther[name.code()] = rule.declineFloorOther();
    }

    /**
     * Whether an arrival may be a retry of the decline in a slot. An arrival before the answer is a parallel order.
     *
     * @param slot of the arrival's session, or {@link PendingDeclines#NONE}
     * @param channel code
     * @param currency of the country of sale, packed
     */
    boolean isCandidate(
            PendingDeclines pending, int slot, long merchantId, int channel, short currency, long tsMicros) {
        // An order is one amount in one currency: a sale of the same merchant in another currency is another order.
        if (slot == PendingDeclines.NONE
                || pending.merchantId[slot] != merchantId
                || pending.channel[slot] != channel
                || pending.currency[slot] != currency
                || pending.attemptIndex[slot] + 1 >= attemptsMax[channel]) {
            return false;
        }
        long gapMicros = tsMicros - pending.responseMicros[slot];
        return gapMicros >= minGapMicros[channel] && gapMicros <= windowMicros[channel];
    }

    /**
     * Chance that a candidate is a retry: full up to the flat gap, then straight down to the floor at the window's end.
     *
     * @return 0..1
     */
    double pRetry(PendingDeclines pending, int slot, long instrumentId, long tsMicros) {
        return pRetry(
                pending.channel[slot],
                pending.reasonClass[slot],
                pending.instrumentId[slot] == instrumentId,
                tsMicros - pending.responseMicros[slot]);
    }

    /**
     * The same from the decline itself.
     *
     * @param channel code, that of both flows
     * @param declined code of the {@link ReasonClass} of the decline
     * @param gapMicros from its answer, within the window
     */
    double pRetry(int channel, int declined, boolean sameInstrument, long gapMicros) {
        double r = sameInstrument ? pRetrySame[declined] : pRetryOther[declined];
        if (gapMicros <= flatMicros) {
            return r;
        }
        long falling = windowMicros[channel] - flatMicros;
        return r * (1 - (1 - decayFloor) * ((double) (gapMicros - flatMicros) / falling));
    }

    /** Least chance that a retry is declined; two absent instruments are the same. */
    double declineFloor(PendingDeclines pending, int slot, long instrumentId) {
        return declineFloor(pending.reasonClass[slot], pending.instrumentId[slot] == instrumentId);
    }

    /** The same from the code of the {@link ReasonClass} of the decline. */
    double declineFloor(int declined, boolean sameInstrument) {
        return sameInstrument ? declineFloorSame[declined] : declineFloorOther[declined];
    }

    /** Whether a decline of this attempt can still be followed by another. */
    boolean canBeRetried(int channel, int attemptIndex) {
        return retries && attemptIndex + 1 < attemptsMax[channel];
    }

    int attemptsMax(int channel) {
        return attemptsMax[channel];
    }

    long windowMicros(int channel) {
        return windowMicros[channel];
    }

    /** Code of the {@link ReasonClass} of a reason code. */
    byte reasonClass(int reasonCode) {
        return reasonClass[reasonCode];
    }
}
