package io.millrace.flows;

import io.millrace.contract.FlowFamily;
import io.millrace.contract.Iso;
import io.millrace.random.Decision;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.SlabKind;
import io.millrace.story.Chapter;
import io.millrace.story.Drawn;
import io.millrace.story.Fact;
import io.millrace.story.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells whether a flow opens an order or goes on with one. */
final class OrderTeller {
    private static final String ANCHORS = SlabKind.FLOW.datasetId();
    private static final String OUTCOMES = SlabKind.OUTCOME.datasetId();
    private static final String EVENTS = SlabKind.EVENT.datasetId();

    private final RecordedLanes lanes;
    private final FlowTeller.Policies policies;

    OrderTeller(RecordedLanes lanes, FlowTeller.Policies policies) {
        this.lanes = lanes;
        this.policies = policies;
    }

    Chapter tell(FlowRow flow, SessionedSlab arrival, Optional<FlowTeller.Slot> slot) {
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of("flow_id", flow.flowId)
                .because("made of the key of the arrival")
                .in(ANCHORS)
                .in(OUTCOMES)
                .in(EVENTS));
        facts.add(Fact.of("flow_family", FlowFamily.ofCode(flow.family).token())
                .because("of the channel, " + FlowTeller.channel(flow.channel))
                .in(ANCHORS));
        facts.add(Fact.of("cross_border", Boolean.toString(flow.crossBorder))
                .because("sold in " + Iso.country(flow.saleCountry) + ", the party is of "
                        + Iso.country(arrival.partyCountry[0]))
                .in(ANCHORS));
        facts.add(earlier(flow, slot));
        boolean isRetry = flow.attemptIndex > 0;
        facts.add(Fact.of("attempt_index", flow.attemptIndex).in(ANCHORS));
        facts.add(Fact.of("order_id", flow.orderId)
                .because(isRetry ? "that of the declined flow" : "made of the key of the arrival, which opens an order")
                .in(ANCHORS));
        return new Chapter("Order", facts);
    }

    private Fact earlier(FlowRow flow, Optional<FlowTeller.Slot> found) {
        if (found.isEmpty()) {
            return Fact.of("earlier decline", "none").because("no decline of the session can be retried");
        }
        FlowTeller.Slot slot = found.get();
        String channel = FlowTeller.channel(flow.channel);
        Fact fact = Fact.of("earlier decline", slot.candidate() ? "may be retried" : "not by this arrival")
                .because("attempt " + slot.attemptIndex() + " of order " + slot.orderId() + " at merchant "
                        + Long.toUnsignedString(slot.merchantId()) + ", " + FlowTeller.channel(slot.channel())
                        + ", answered at " + Wording.utc(slot.responseMicros()))
                .by(policies.shape("/orders/" + channel));
        if (!slot.candidate()) {
            return fact.because("another merchant, channel or currency, too soon, too late, or its last attempt");
        }
        Drawn drawn = lanes.take(Decision.RETRY, 0);
        String same = slot.sameInstrument() ? "same" : "other";
        return fact.because(Wording.seconds(flow.tsMicros - slot.responseMicros()) + " later, by the " + same
                        + " instrument after a decline of class "
                        + slot.reasonClass().token() + ": a retry with chance "
                        + Wording.share(slot.pRetry()) + "; lane 0 is " + Wording.share(drawn.u0()))
                .drawn(drawn)
                .by(policies.shape(
                        "/orders/reason_classes/" + slot.reasonClass().token() + "/p_retry_" + same))
                .by(policies.shape("/orders/decay"));
    }
}
