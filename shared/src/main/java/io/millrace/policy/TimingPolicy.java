package io.millrace.policy;

import io.millrace.contract.Channel;
import io.millrace.contract.EventType;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.table.LogNormal;
import io.millrace.table.Mixture;
import io.millrace.table.Truncated;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code timing_policy_6B}: how long after the event before it an event comes.
 *
 * @param laws by name
 * @param bindings where a law applies; the first match counts
 * @param crossBorderFactor of answers that are bound without a reason
 * @param minStepMicros least distance of two events of a flow, at least 1 000
 * @param settlementTailDays days after the scenario's horizon in which events are still emitted
 */
public record TimingPolicy(
        SortedMap<String, Law> laws,
        List<Binding> bindings,
        double crossBorderFactor,
        long minStepMicros,
        int settlementTailDays)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final long MIN_STEP_MICROS = 1_000;
    private static final double MICROS_PER_SECOND = 1e6;

    public TimingPolicy {
        bindings = List.copyOf(bindings);
        require(crossBorderFactor > 0, "cross_border_factor must be above 0, was " + crossBorderFactor);
        require(
                minStepMicros >= MIN_STEP_MICROS,
                "min_step_micros must be at least " + MIN_STEP_MICROS + ", was " + minStepMicros);
        require(settlementTailDays >= 0, "settlement_tail_days must not be negative, was " + settlementTailDays);
        for (String name : laws.keySet()) {
            require(
                    laws.get(name).minSeconds * MICROS_PER_SECOND >= minStepMicros,
                    name + "/min_seconds must be at least min_step_micros, was " + laws.get(name).minSeconds);
        }
        TreeSet<String> bound = new TreeSet<>();
        bindings.forEach(binding -> bound.add(binding.law));
        require(
                bound.equals(laws.keySet()),
                "laws and bound laws must be the same, was " + laws.keySet() + " and " + bound);
    }

    /** @param root the file, as the schema accepted it */
    public static TimingPolicy of(PolicyNode root) {
        TreeMap<String, Law> laws = new TreeMap<>();
        root.get("laws").entries().forEach((name, law) -> laws.put(name, Law.of(law)));
        return new TimingPolicy(
                Collections.unmodifiableSortedMap(laws),
                root.get("bindings").items().stream().map(Binding::of).toList(),
                root.get("cross_border_factor").number(),
                root.get("min_step_micros").integer(),
                root.get("settlement_tail_days").int32());
    }

    /** The first binding that matches; absent when an event of this kind has no law. */
    public Optional<Binding> binding(
            EventType eventType, Channel channel, PriceClass priceClass, Optional<ReasonCode> reason) {
        return bindings.stream()
                .filter(binding -> binding.matches(eventType, channel, priceClass, reason))
                .findFirst();
    }

    /**
     * A mixture of log-normal laws, cut to its bounds.
     *
     * @param components weights sum to 1
     */
    public record Law(List<Component> components, double minSeconds, double maxSeconds) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Law {
            components = List.copyOf(components);
            BigDecimal sum = components.stream().map(Component::weight).reduce(BigDecimal.ZERO, BigDecimal::add);
            require(sum.compareTo(BigDecimal.ONE) == 0, "weights must sum to 1, was " + sum.toPlainString());
            require(
                    0 < minSeconds && minSeconds < maxSeconds,
                    "0 < min_seconds < max_seconds must hold, was " + minSeconds + " and " + maxSeconds);
        }

        static Law of(PolicyNode node) {
            return new Law(
                    node.get("components").items().stream().map(Component::of).toList(),
                    node.get("min_seconds").number(),
                    node.get("max_seconds").number());
        }

        /** The exact law, seconds. */
        public Truncated distribution() {
            return new Truncated(
                    new Mixture(components.stream().map(Component::part).toList()), minSeconds, maxSeconds);
        }
    }

    /** Part of a law: log-normal around its median. */
    public record Component(BigDecimal weight, double medianSeconds, double sigmaLog) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Component {
            require(weight.signum() > 0, "weight must be above 0, was " + weight);
            require(
                    medianSeconds > 0 && sigmaLog > 0,
                    "median_seconds and sigma_log must be above 0, was " + medianSeconds + " and " + sigmaLog);
        }

        static Component of(PolicyNode node) {
            return new Component(
                    node.get("weight").decimal(),
                    node.get("median_seconds").number(),
                    node.get("sigma_log").number());
        }

        Mixture.Component part() {
            return new Mixture.Component(weight.doubleValue(), new LogNormal(medianSeconds, sigmaLog));
        }
    }

    /** Where a law applies; empty lists match everything, a reason list only declines with such a reason. */
    public record Binding(
            EventType eventType,
            Set<Channel> channel,
            Set<PriceClass> priceClass,
            Set<ReasonCode> reasonCode,
            String law)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Binding of(PolicyNode node) {
            return new Binding(
                    ByVocabulary.constant(node.get("event_type"), EventType.class),
                    ByVocabulary.set(node.get("channel"), Channel.class),
                    ByVocabulary.set(node.get("price_class"), PriceClass.class),
                    ByVocabulary.set(node.get("reason_code"), ReasonCode.class),
                    node.get("law").text());
        }

        public boolean matches(EventType ofEvent, Channel ofFlow, PriceClass ofMerchant, Optional<ReasonCode> reason) {
            return eventType == ofEvent
                    && (channel.isEmpty() || channel.contains(ofFlow))
                    && (priceClass.isEmpty() || priceClass.contains(ofMerchant))
                    && (reasonCode.isEmpty()
                            || reason.filter(reasonCode::contains).isPresent());
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
