package io.millrace.flows;

import io.millrace.contract.Channel;
import io.millrace.contract.ReasonCode;
import io.millrace.policy.AmountModel;
import io.millrace.policy.FlowShapePolicy;
import io.millrace.policy.TimingPolicy;
import io.millrace.random.Draws;
import io.millrace.random.KeyedBijection;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.story.Chapter;
import io.millrace.story.Rule;
import io.millrace.story.Rulebook;
import io.millrace.world.WorldDimensions;
import java.util.List;
import java.util.Optional;

/**
 * Makes the flows of one party, arrival by arrival, and tells how. The doer makes them over lanes that are written down;
 * a story must tell each of them. Not thread-safe.
 */
public final class FlowTeller {
    private final FlowMaker maker;
    private final RecordedLanes lanes;
    private final AmountLaw amounts;
    private final OrderTeller orders;
    private final AmountTeller money;
    private final LifeCycleTeller lifeCycle;
    private final ScheduleTeller schedule;
    private PendingDeclines pending = new PendingDeclines();
    private Optional<Slot> slot = Optional.empty();
    private SessionedSlab alone = new SessionedSlab(1);
    private int outcome;

    /**
     * The decline that an arrival found in its session.
     *
     * @param candidate whether the arrival may go on with its order
     * @param pRetry chance that it does; 0 when it is no candidate
     */
    record Slot(
            long merchantId,
            int channel,
            long orderId,
            int attemptIndex,
            long responseMicros,
            FlowShapePolicy.ReasonClass reasonClass,
            boolean sameInstrument,
            boolean candidate,
            double pRetry) {}

    /** Policies that numbers are looked up in. */
    record Policies(FlowShapePolicy shape, AmountModel amounts, TimingPolicy timing, Rulebook rules) {
        Rule shape(String pointer) {
            return rules.rule("flow_shape_policy_6B", pointer);
        }

        Rule amount(String pointer) {
            return rules.rule("amount_model_6B", pointer);
        }

        Rule timing(String pointer) {
            return rules.rule("timing_policy_6B", pointer);
        }
    }

    private FlowTeller(
            FlowMaker maker,
            RecordedLanes lanes,
            AmountLaw amounts,
            TimingLaw timing,
            WorldDimensions world,
            Policies policies) {
        this.maker = maker;
        this.lanes = lanes;
        this.amounts = amounts;
        orders = new OrderTeller(lanes, policies);
        money = new AmountTeller(amounts, world, lanes, policies);
        lifeCycle = new LifeCycleTeller(maker.lifeCycle(), amounts, lanes, policies);
        schedule = new ScheduleTeller(timing, lanes, policies);
    }

    /**
     * @param flowIds bijection of kind {@code flow_id}
     * @param orderIds bijection of kind {@code order_id}
     * @param horizonEndMicros scenario end plus settlement tail, excluded
     */
    public static FlowTeller of(
            FlowShapePolicy shape,
            AmountModel model,
            AmountLaw amounts,
            TimingPolicy timingPolicy,
            TimingLaw timing,
            FlowSwitches switches,
            WorldDimensions world,
            Draws draws,
            KeyedBijection flowIds,
            KeyedBijection orderIds,
            long horizonEndMicros,
            Rulebook rules) {
        RecordedLanes lanes = new RecordedLanes(draws);
        FlowMaker maker =
                FlowMaker.ofLanes(shape, amounts, timing, switches, lanes, flowIds, orderIds, horizonEndMicros);
        return new FlowTeller(maker, lanes, amounts, timing, world, new Policies(shape, model, timingPolicy, rules));
    }

    /** Forgets the declines; the next row is of another party, or of another walk. */
    public void startParty() {
        pending = new PendingDeclines();
    }

    /**
     * Makes the flow of one arrival.
     *
     * @param arrivals of a party, in total order; each of them in turn
     * @param flows room for one row
     * @param outcomes room for one row
     * @param events room for {@link FlowMaker#EVENTS_PER_FLOW_MAX} rows
     */
    public void make(SessionedSlab arrivals, int at, FlowSlab flows, OutcomeSlab outcomes, EventSlab events) {
        alone = new SessionedSlab(1);
        alone.append(arrivals, at, at + 1);
        slot = slot();
        lanes.clear();
        outcome = outcomes.size;
        maker.make(alone, pending, flows, outcomes, events);
    }

    /**
     * Tells of the flow made last.
     *
     * @param outcomes that it was made into
     * @throws IllegalStateException when a draw of it would stay untold
     */
    public List<Chapter> tell(OutcomeSlab outcomes) {
        FlowRow flow = maker.latest();
        List<Chapter> chapters = List.of(
                orders.tell(flow, alone, slot),
                money.tell(flow),
                lifeCycle.tell(flow, alone.accountId[0], slot),
                schedule.tell(flow, outcomes, outcome));
        lanes.requireAllTaken();
        return chapters;
    }

    private Optional<Slot> slot() {
        int found = pending.find(alone.sessionId[0]);
        if (found == PendingDeclines.NONE) {
            return Optional.empty();
        }
        OrderLaw law = maker.orders();
        boolean candidate = law.isCandidate(
                pending,
                found,
                alone.merchantId[0],
                alone.channel[0],
                amounts.currency(alone.legalCountry[0]),
                alone.tsMicros[0]);
        return Optional.of(new Slot(
                pending.merchantId[found],
                pending.channel[found],
                pending.orderId[found],
                pending.attemptIndex[found],
                pending.responseMicros[found],
                FlowShapePolicy.ReasonClass.ofCode(pending.reasonClass[found]),
                pending.instrumentId[found] == alone.instrumentId[0],
                candidate,
                candidate ? law.pRetry(pending, found, alone.instrumentId[0], alone.tsMicros[0]) : 0));
    }

    /** Token of a channel code. */
    static String channel(int code) {
        return Channel.ofCode(code).token();
    }

    /** Token of a reason code. */
    static String reason(int code) {
        return ReasonCode.ofCode(code).token();
    }
}
