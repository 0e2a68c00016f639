package io.millrace.flows;

import io.millrace.base.ErrorCode;
import io.millrace.base.PolicyException;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.Channel;
import io.millrace.contract.EventType;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.policy.TimingPolicy;
import io.millrace.random.UnitInterval;
import io.millrace.table.QuantileTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long after the event before it an event comes. Every law is cut to its bounds when its table is made, so order
 * holds by construction and nothing piles up at a bound.
 *
 * <p>Draws nothing itself: lane 0 of EVENT_OFFSET comes as argument, and whoever draws counts. Immutable, safe for all
 * threads.
 *
 * @implNote timing_policy_6B; docs/laws/flows.md
 */
public final class TimingLaw {
    private static final int EVENTS = EventType.values().length + 1;
    private static final int CHANNELS = Channel.values().length + 1;
    private static final int CLASSES = PriceClass.values().length + 1;
    private static final int REASONS = ReasonCode.values().length + 1;
    private static final byte NONE = -1;
    private static final double MICROS_PER_SECOND = 1e6;

    private final SortedMap<String, QuantileTable> tables = new TreeMap<>();

    /** [((event * channels + channel) * classes + class) * reasons + reason]: position in {@link #bindings}. */
    private final byte[] cells = new byte[EVENTS * CHANNELS * CLASSES * REASONS];

    private final List<Bound> bindings = new ArrayList<>();
    private final long minStepMicros;

    /** @throws PolicyException when an event that can happen has no law; names every (event, channel, class) */
    public TimingLaw(TimingPolicy policy) {
        minStepMicros = policy.minStepMicros();
        policy.laws()
                .forEach((name, law) ->
                        tables.put(name, QuantileTable.of(QuantileTable.Shape.NARROW, law.distribution())));
        for (TimingPolicy.Binding binding : policy.bindings()) {
            // A border slows the answer of an issuer, not a time-out or a cardholder who left.
            boolean slowed = binding.eventType() == EventType.AUTH_RESPONSE
                    && binding.reasonCode().isEmpty();
            bindings.add(new Bound(tables.get(binding.law()), slowed ? policy.crossBorderFactor() : 1, (long)
                    Math.rint(policy.laws().get(binding.law()).maxSeconds() * MICROS_PER_SECOND)));
        }
        Arrays.fill(cells, NONE);
        List<Problem> problems = new ArrayList<>();
        for (EventType event : EventType.values()) {
            for (Channel channel : Channel.values()) {
                for (PriceClass priceClass : PriceClass.values()) {
                    bind(policy, event, channel, priceClass);
                    if (mayHappen(event, channel)
                            && cells[cell(event.code(), channel.code(), priceClass.code(), 0)] == NONE) {
                        problems.add(unbound(event, channel, priceClass));
                    }
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
    }

    private void bind(TimingPolicy policy, EventType event, Channel channel, PriceClass priceClass) {
        int first = cell(event.code(), channel.code(), priceClass.code(), 0);
        cells[first] = position(policy, policy.binding(event, channel, priceClass, Optional.empty()));
        for (ReasonCode reason : ReasonCode.values()) {
            cells[first + reason.code()] =
                    position(policy, policy.binding(event, channel, priceClass, Optional.of(reason)));
        }
    }

    private static byte position(TimingPolicy policy, Optional<TimingPolicy.Binding> binding) {
        return binding.map(found -> (byte) policy.bindings().indexOf(found)).orElse(NONE);
    }

    /** Cash machines ask no challenge, and only purchases are refunded; requests come at the arrival's own time. */
    private static boolean mayHappen(EventType event, Channel channel) {
        return switch (event) {
            case AUTH_REQUEST -> false;
            case STEP_UP_CHALLENGE, STEP_UP_COMPLETE -> channel != Channel.ATM;
            case REFUND -> channel != Channel.ATM && channel != Channel.BANK_RAIL;
            case AUTH_RESPONSE, CLEARING, REVERSAL -> true;
        };
    }

    private static Problem unbound(EventType event, Channel channel, PriceClass priceClass) {
        return new Problem(
                ErrorCode.POLICY_LINT_FAILED,
                "timing_policy_6B#/bindings",
                "must bind every event that can happen to a law",
                "none for " + event.token() + ", " + channel.token() + ", " + priceClass.token(),
                "add a binding",
                "L05",
                0,
                0);
    }

    private static int cell(int event, int channel, int priceClass, int reason) {
        return ((event * CHANNELS + channel) * CLASSES + priceClass) * REASONS + reason;
    }

    /**
     * Time between an event and the event of its flow just before it.
     *
     * @param eventType code of {@link EventType}, not AUTH_REQUEST
     * @param channel code of {@link Channel}
     * @param priceClass code of {@link PriceClass}
     * @param reasonCode code of {@link ReasonCode} of a declined answer, else 0
     * @param crossBorder slows answers
     * @param x0 lane 0 of EVENT_OFFSET
     * @return microseconds, at least the policy's min_step_micros
     * @throws RunException S2_TEMPLATE for an event that cannot happen on the channel
     */
    public long offsetMicros(int eventType, int channel, int priceClass, int reasonCode, boolean crossBorder, long x0) {
        int position = cells[cell(eventType, channel, priceClass, reasonCode)];
        if (position == NONE) {
            throw new RunException(Problem.of(
                    ErrorCode.S2_TEMPLATE,
                    "timing_policy_6B#/bindings",
                    "must bind the event to a law",
                    "none for " + EventType.ofCode(eventType) + ", " + Channel.ofCode(channel),
                    "add a binding, or remove the event from the template"));
        }
        Bound bound = bindings.get(position);
        double seconds = bound.table.at(UnitInterval.unit(x0));
        if (crossBorder) {
            seconds *= bound.crossBorderFactor;
        }
        return Math.max(minStepMicros, (long) Math.rint(seconds * MICROS_PER_SECOND));
    }

    /**
     * How long an authorisation holds: the longest wait for its clearing.
     *
     * @param channel code of {@link Channel}
     * @param priceClass code of {@link PriceClass}
     * @return microseconds
     */
    public long validityMicros(int channel, int priceClass) {
        return bindings.get(cells[cell(EventType.CLEARING.code(), channel, priceClass, 0)]).maxMicros;
    }

    /** By name of the law, for the digest of the run. */
    public SortedMap<String, QuantileTable> tables() {
        return Collections.unmodifiableSortedMap(tables);
    }

    /** A binding with its table at hand. */
    private static final class Bound {
        private final QuantileTable table;
        private final double crossBorderFactor;
        private final long maxMicros;

        Bound(QuantileTable table, double crossBorderFactor, long maxMicros) {
            this.table = table;
            this.crossBorderFactor = crossBorderFactor;
            this.maxMicros = maxMicros;
        }
    }
}
