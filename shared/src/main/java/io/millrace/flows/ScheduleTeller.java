package io.millrace.flows;

import io.millrace.contract.Channel;
import io.millrace.contract.EventType;
import io.millrace.contract.FinalState;
import io.millrace.contract.FlowType;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.policy.FlowShapePolicy;
import io.millrace.policy.TimingPolicy;
import io.millrace.random.Decision;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SlabKind;
import io.millrace.story.Chapter;
import io.millrace.story.Drawn;
import io.millrace.story.Fact;
import io.millrace.story.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells when each event comes, and what the outcome says of it at the horizon. */
final class ScheduleTeller {
    private static final String OUTCOMES = SlabKind.OUTCOME.datasetId();
    private static final String EVENTS = SlabKind.EVENT.datasetId();

    private final TimingLaw law;
    private final RecordedLanes lanes;
    private final FlowTeller.Policies policies;

    ScheduleTeller(TimingLaw law, RecordedLanes lanes, FlowTeller.Policies policies) {
        this.law = law;
        this.lanes = lanes;
        this.policies = policies;
    }

    Chapter tell(FlowRow flow, OutcomeSlab outcomes, int at) {
        List<Fact> facts = new ArrayList<>();
        List<EventType> word = FlowShapePolicy.word(flow.template);
        facts.add(Fact.of("template", flow.template)
                .because("the word of its events")
                .by(policies.shape("/templates/" + flow.template))
                .in(OUTCOMES));
        for (int seq = 0; seq < word.size(); seq++) {
            Fact fact = event(flow, word.get(seq), seq);
            facts.add(
                    seq < flow.emittedEvents
                            ? fact.in(EVENTS, "ts_utc")
                            : fact.because("at or after the horizon: counted as censored, not emitted"));
        }
        facts.add(Fact.of("event_count", flow.emittedEvents).in(OUTCOMES));
        facts.add(Fact.of("censored_events", outcomes.censoredEvents[at]).in(OUTCOMES));
        facts.add(Fact.of(
                        "final_state",
                        FinalState.ofCode(outcomes.finalState[at]).token())
                .because("the last state seen before the horizon")
                .in(OUTCOMES));
        if (outcomes.flowType[at] != 0) {
            FlowType type = FlowType.ofCode(outcomes.flowType[at]);
            facts.add(Fact.of("flow_type", type.token()).in(OUTCOMES));
        }
        facts.add(Fact.of("open_at_horizon", Boolean.toString(outcomes.openAtHorizon[at]))
                .in(OUTCOMES));
        return new Chapter("Events", facts);
    }

    private Fact event(FlowRow flow, EventType type, int seq) {
        Fact fact = Fact.of(seq + " " + type.token(), Wording.utc(flow.eventMicros[seq]));
        if (seq == 0) {
            return fact.because("at the arrival");
        }
        Drawn drawn = lanes.take(Decision.EVENT_OFFSET, FlowMaker.slot(type.code()));
        TimingPolicy.Binding binding = policies.timing()
                .binding(
                        type,
                        Channel.ofCode(flow.channel),
                        PriceClass.ofCode(flow.priceClass),
                        flow.reasonCode == 0 ? Optional.empty() : Optional.of(ReasonCode.ofCode(flow.reasonCode)))
                .orElseThrow();
        long offset = law.offsetMicros(
                type.code(), flow.channel, flow.priceClass, flow.reasonCode, flow.crossBorder, drawn.x0());
        if (flow.eventMicros[seq - 1] + offset != flow.eventMicros[seq]) {
            throw new IllegalStateException("event " + seq + " of flow " + flow.flowId + " is told at another time");
        }
        int position = policies.timing().bindings().indexOf(binding);
        Fact told = fact.because(Wording.seconds(offset) + " after the event before: quantile "
                        + Wording.share(drawn.u0()) + " of " + binding.law())
                .drawn(drawn)
                .by(policies.timing("/bindings/" + position + "/law"))
                .by(policies.timing("/laws/" + binding.law()));
        return flow.crossBorder
                        && type == EventType.AUTH_RESPONSE
                        && binding.reasonCode().isEmpty()
                ? told.by(policies.timing("/cross_border_factor"))
                : told;
    }
}
