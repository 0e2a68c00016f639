package io.millrace.policy;

import io.millrace.contract.Channel;
import io.millrace.contract.Coded;
import io.millrace.contract.EventType;
import io.millrace.contract.FlowFamily;
import io.millrace.contract.FlowType;
import io.millrace.contract.Iso;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code flow_shape_policy_6B}: orders and retries, challenges, declines, what follows an approval. Probabilities that
 * coins are cut from stay decimals; those that enter products are doubles.
 *
 * @param scaCountries {@link Iso} codes of one region of strong customer authentication
 * @param templates words of events by template id 1..12
 * @param flowTypes names of outcomes by family and template id; a template without a name cannot occur in the family
 * @param afterApproval total over channels and price classes; the first match counts
 */
public record FlowShapePolicy(
        List<Integer> scaCountries,
        SortedMap<Integer, List<EventType>> templates,
        Map<FlowFamily, SortedMap<Integer, FlowType>> flowTypes,
        Orders orders,
        StepUp stepUp,
        Decline decline,
        List<AfterApproval> afterApproval,
        RefundRates refundRates,
        Limits limits)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Templates are numbered 1..12. */
    public static final int TEMPLATES = 12;

    private static final long MICROS_PER_SECOND = 1_000_000;

    public FlowShapePolicy {
        checkTemplates(templates, limits);
        for (Channel channel : Channel.values()) {
            if (orders.of(channel).attemptsMax() > limits.attemptsPerOrderMax()) {
                throw new IllegalArgumentException("attempts_max of " + channel + " must be at most "
                        + limits.attemptsPerOrderMax() + ", was "
                        + orders.of(channel).attemptsMax());
            }
        }
        checkNames(flowTypes, stepUp, afterApproval);
    }

    /** @param root the file, as the schema accepted it */
    public static FlowShapePolicy of(PolicyNode root) {
        return new FlowShapePolicy(
                root.get("sca_countries").texts().stream().map(Iso::pack).toList(),
                byTemplate(root.get("templates"), word -> ByVocabulary.list(word, EventType.class)),
                ByVocabulary.map(
                        root.get("flow_types"),
                        FlowFamily.class,
                        family -> byTemplate(family, name -> ByVocabulary.constant(name, FlowType.class))),
                Orders.of(root.get("orders")),
                StepUp.of(root.get("step_up")),
                Decline.of(root.get("decline")),
                root.get("after_approval").items().stream()
                        .map(AfterApproval::of)
                        .toList(),
                RefundRates.of(root.get("refund_rates")),
                Limits.of(root.get("limits")));
    }

    /**
     * The word the grammar gives a template.
     *
     * @param template 1 clear, 2 refund, 3 void, 4 expire, 5 decline; 6..10 the same after a passed challenge, 11 failed,
     *     12 abandoned challenge
     */
    public static List<EventType> word(int template) {
        List<EventType> word = new ArrayList<>();
        word.add(EventType.AUTH_REQUEST);
        if (template > 5) {
            word.add(EventType.STEP_UP_CHALLENGE);
            if (template < 12) {
                word.add(EventType.STEP_UP_COMPLETE);
            }
        }
        word.add(EventType.AUTH_RESPONSE);
        if (template < 11) {
            switch ((template - 1) % 5) {
                case 0 -> word.add(EventType.CLEARING);
                case 1 -> word.addAll(List.of(EventType.CLEARING, EventType.REFUND));
                case 2 -> word.add(EventType.REVERSAL);
                default -> {
                    // Expired and declined flows end with their answer.
                }
            }
        }
        return List.copyOf(word);
    }

    /** Row of the table for a channel and class. */
    public AfterApproval after(Channel channel, PriceClass priceClass) {
        return after(afterApproval, channel, priceClass);
    }

    private static AfterApproval after(List<AfterApproval> rows, Channel channel, PriceClass priceClass) {
        return rows.stream()
                .filter(row ->
                        row.channel().contains(channel) && row.priceClass().contains(priceClass))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "after_approval must have a row for " + channel + " and " + priceClass));
    }

    /** The law composes templates from decisions, so it speaks these twelve words and no others. */
    private static void checkTemplates(SortedMap<Integer, List<EventType>> templates, Limits limits) {
        for (int template = 1; template <= TEMPLATES; template++) {
            List<EventType> word = templates.get(template);
            if (!word(template).equals(word)) {
                throw new IllegalArgumentException(
                        "template " + template + " must be " + word(template) + ", was " + word);
            }
            if (word.size() > limits.eventsPerFlowMax()) {
                throw new IllegalArgumentException("events_per_flow_max must be at least " + word.size()
                        + " for template " + template + ", was " + limits.eventsPerFlowMax());
            }
        }
    }

    /** Whatever can occur in a family must have a name there. */
    private static void checkNames(
            Map<FlowFamily, SortedMap<Integer, FlowType>> flowTypes, StepUp stepUp, List<AfterApproval> rows) {
        for (Channel channel : Channel.values()) {
            SortedMap<Integer, FlowType> names = flowTypes.get(FlowFamily.of(channel));
            boolean challenges = stepUp.of(channel).isDrawn();
            require(names, channel, challenges ? List.of(1, 5, 6, 10, 11, 12) : List.of(1, 5));
            if (FlowFamily.of(channel) == FlowFamily.PURCHASE) {
                require(names, channel, challenges ? List.of(2, 7) : List.of(2));
            }
            for (PriceClass priceClass : PriceClass.values()) {
                AfterApproval row = after(rows, channel, priceClass);
                if (row.pVoid().signum() > 0) {
                    require(names, channel, challenges ? List.of(3, 8) : List.of(3));
                }
                if (row.pExpire().signum() > 0) {
                    require(names, channel, challenges ? List.of(4, 9) : List.of(4));
                }
            }
        }
    }

    private static void require(SortedMap<Integer, FlowType> names, Channel channel, List<Integer> templates) {
        if (!names.keySet().containsAll(templates)) {
            throw new IllegalArgumentException("flow_types." + FlowFamily.of(channel) + " must name templates "
                    + templates + ", which can occur on " + channel + ", was " + names.keySet());
        }
    }

    private static <T> SortedMap<Integer, T> byTemplate(
            PolicyNode node, java.util.function.Function<PolicyNode, T> value) {
        TreeMap<Integer, T> map = new TreeMap<>();
        node.entries().forEach((key, child) -> map.put(Integer.valueOf(key), value.apply(child)));
        return Collections.unmodifiableSortedMap(map);
    }

    /** Which decline a retry answers; decides how likely it is, and how likely it fails again. */
    public enum ReasonClass implements Coded {
        FUNDS,
        ISSUER,
        TECHNICAL,
        FIXABLE,
        HARD;

        private static final ReasonClass[] VALUES = values();

        @Override
        public int code() {
            return ordinal() + 1;
        }

        @Override
        public String token() {
            return name();
        }

        /** @throws IllegalArgumentException for a code outside 1..5 */
        public static ReasonClass ofCode(int code) {
            if (code < 1 || code > VALUES.length) {
                throw new IllegalArgumentException("ReasonClass has codes 1.." + VALUES.length + ", was " + code);
            }
            return VALUES[code - 1];
        }
    }

    /**
     * @param flatMicros gaps up to here keep the full chance
     * @param decayFloor share of the chance that is left at the end of the window, 0..1
     */
    public record Orders(
            Map<Channel, OrderRule> byChannel,
            long flatMicros,
            double decayFloor,
            Map<ReasonClass, RetryRule> byReasonClass)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Orders {
            share("decay.floor", decayFloor);
            for (ReasonCode code : ReasonCode.values()) {
                long classes = byReasonClass.values().stream()
                        .filter(rule -> rule.codes().contains(code))
                        .count();
                if (classes != 1) {
                    throw new IllegalArgumentException("reason code " + code.token()
                            + " must stand in one of orders.reason_classes, was in " + classes);
                }
            }
        }

        static Orders of(PolicyNode node) {
            PolicyNode decay = node.get("decay");
            return new Orders(
                    ByVocabulary.map(node, Channel.class, OrderRule::of),
                    decay.get("flat_seconds").integer() * MICROS_PER_SECOND,
                    decay.get("floor").number(),
                    ByVocabulary.map(node.get("reason_classes"), ReasonClass.class, RetryRule::of));
        }

        public OrderRule of(Channel channel) {
            return byChannel.get(channel);
        }

        /** The class of a decline. */
        public ReasonClass reasonClass(ReasonCode code) {
            return byReasonClass.entrySet().stream()
                    .filter(entry -> entry.getValue().codes().contains(code))
                    .findFirst()
                    .orElseThrow()
                    .getKey();
        }
    }

    /**
     * When an arrival may go on with a declined order.
     *
     * @param minGapMicros from the answer, included
     * @param windowMicros from the answer, included
     * @param attemptsMax flows of an order
     */
    public record OrderRule(long minGapMicros, long windowMicros, int attemptsMax) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public OrderRule {
            if (minGapMicros < 0 || windowMicros <= minGapMicros || attemptsMax < 1) {
                throw new IllegalArgumentException("0 <= min_gap < window and attempts_max >= 1 must hold, was "
                        + minGapMicros + " us, " + windowMicros + " us and " + attemptsMax);
            }
        }

        static OrderRule of(PolicyNode node) {
            return new OrderRule(
                    node.get("min_gap_seconds").integer() * MICROS_PER_SECOND,
                    node.get("window_seconds").integer() * MICROS_PER_SECOND,
                    node.get("attempts_max").int32());
        }
    }

    /** Chances after a decline of one class, with the same instrument and with another. */
    public record RetryRule(
            List<ReasonCode> codes,
            double pRetrySame,
            double pRetryOther,
            double declineFloorSame,
            double declineFloorOther)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public RetryRule {
            share("p_retry_same", pRetrySame);
            share("p_retry_other", pRetryOther);
            share("decline_floor_same", declineFloorSame);
            share("decline_floor_other", declineFloorOther);
        }

        static RetryRule of(PolicyNode node) {
            return new RetryRule(
                    ByVocabulary.list(node.get("codes"), ReasonCode.class),
                    node.get("p_retry_same").number(),
                    node.get("p_retry_other").number(),
                    node.get("decline_floor_same").number(),
                    node.get("decline_floor_other").number());
        }
    }

    /** A point of a curve over the amount quantile. */
    public record Point(double quantile, double factor) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** Factor by amount quantile: straight between points, from 0 to 1, never falling. */
    public record Curve(List<Point> points) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Curve {
            if (points.size() < 2
                    || points.get(0).quantile() != 0
                    || points.get(points.size() - 1).quantile() != 1) {
                throw new IllegalArgumentException("an amount_curve must go from quantile 0 to 1, was " + points);
            }
            for (int i = 1; i < points.size(); i++) {
                if (points.get(i).quantile() <= points.get(i - 1).quantile()
                        || points.get(i).factor() < points.get(i - 1).factor()) {
                    throw new IllegalArgumentException(
                            "an amount_curve must rise in quantile and never fall in factor, was " + points);
                }
            }
        }

        static Curve of(PolicyNode node) {
            return new Curve(node.items().stream()
                    .map(point -> new Point(
                            point.get("quantile").number(), point.get("factor").number()))
                    .toList());
        }
    }

    /**
     * @param attemptFactor for attempts after the first
     * @param pMax cap of the product
     */
    public record StepUp(Map<Channel, StepUpRule> byChannel, Curve amountCurve, double attemptFactor, double pMax)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public StepUp {
            share("step_up.p_max", pMax);
            atLeastOne("step_up.attempt_factor", attemptFactor);
        }

        static StepUp of(PolicyNode node) {
            return new StepUp(
                    ByVocabulary.map(node, Channel.class, StepUpRule::of),
                    Curve.of(node.get("amount_curve")),
                    node.get("attempt_factor").number(),
                    node.get("p_max").number());
        }

        public StepUpRule of(Channel channel) {
            return byChannel.get(channel);
        }
    }

    /** Challenges of one channel; the three results sum to 1. */
    public record StepUpRule(
            double pBaseSca,
            double pBaseOther,
            double crossBorderFactor,
            BigDecimal pPassed,
            BigDecimal pFailed,
            BigDecimal pAbandoned)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public StepUpRule {
            share("p_base_sca", pBaseSca);
            share("p_base_other", pBaseOther);
            atLeastOne("cross_border_factor", crossBorderFactor);
            sumsToOne("p_passed, p_failed, p_abandoned", List.of(pPassed, pFailed, pAbandoned));
        }

        static StepUpRule of(PolicyNode node) {
            return new StepUpRule(
                    node.get("p_base_sca").number(),
                    node.get("p_base_other").number(),
                    node.get("cross_border_factor").number(),
                    node.get("p_passed").decimal(),
                    node.get("p_failed").decimal(),
                    node.get("p_abandoned").decimal());
        }

        /** Whether challenges exist on the channel at all; structural, so a base of 0 in one region still draws. */
        public boolean isDrawn() {
            return pBaseSca > 0 || pBaseOther > 0;
        }
    }

    /**
     * @param challengedFactor after a passed challenge
     * @param pMax cap of the product
     * @param reasonWeights sum to 1 by channel; a code that cannot occur has no entry
     */
    public record Decline(
            Map<Channel, DeclineRule> byChannel,
            Curve amountCurve,
            Strain strain,
            double challengedFactor,
            double pMax,
            Map<Channel, Map<ReasonCode, BigDecimal>> reasonWeights)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Decline {
            share("decline.p_max", pMax);
            reasonWeights.forEach((channel, weights) ->
                    sumsToOne("decline.reason_weights." + channel, new ArrayList<>(weights.values())));
        }

        static Decline of(PolicyNode node) {
            return new Decline(
                    ByVocabulary.map(node, Channel.class, DeclineRule::of),
                    Curve.of(node.get("amount_curve")),
                    Strain.of(node.get("strain")),
                    node.get("challenged_factor").number(),
                    node.get("p_max").number(),
                    ByVocabulary.map(node.get("reason_weights"), Channel.class, Decline::weights));
        }

        public DeclineRule of(Channel channel) {
            return byChannel.get(channel);
        }

        private static Map<ReasonCode, BigDecimal> weights(PolicyNode node) {
            EnumMap<ReasonCode, BigDecimal> weights = new EnumMap<>(ReasonCode.class);
            node.entries().forEach((token, weight) -> weights.put(ReasonCode.ofToken(token), weight.decimal()));
            return Collections.unmodifiableMap(weights);
        }
    }

    public record DeclineRule(double pBase, double crossBorderFactor) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public DeclineRule {
            share("p_base", pBase);
            atLeastOne("cross_border_factor", crossBorderFactor);
        }

        static DeclineRule of(PolicyNode node) {
            return new DeclineRule(
                    node.get("p_base").number(), node.get("cross_border_factor").number());
        }
    }

    /** A share of the accounts is short of money, for good: whoever was declined is more likely to be declined again. */
    public record Strain(BigDecimal pStrained, double factorStrained, double factorOther) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Strain {
            share("strain.p_strained", pStrained.doubleValue());
            if (factorOther > factorStrained || factorOther < 0) {
                throw new IllegalArgumentException("0 <= strain.factor_other <= factor_strained must hold, was "
                        + factorOther + " and " + factorStrained);
            }
        }

        static Strain of(PolicyNode node) {
            return new Strain(
                    node.get("p_strained").decimal(),
                    node.get("factor_strained").number(),
                    node.get("factor_other").number());
        }
    }

    /** What follows an approval on some channels for some classes. */
    public record AfterApproval(
            List<Channel> channel, List<PriceClass> priceClass, BigDecimal pClear, BigDecimal pVoid, BigDecimal pExpire)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public AfterApproval {
            sumsToOne("after_approval p_clear, p_void, p_expire", List.of(pClear, pVoid, pExpire));
        }

        static AfterApproval of(PolicyNode node) {
            return new AfterApproval(
                    ByVocabulary.list(node.get("channel"), Channel.class),
                    ByVocabulary.list(node.get("price_class"), PriceClass.class),
                    node.get("p_clear").decimal(),
                    node.get("p_void").decimal(),
                    node.get("p_expire").decimal());
        }
    }

    /** Refunds of cleared purchases: rate times (base + slope * amount quantile). */
    public record RefundRates(Map<PriceClass, RefundRate> byClass, double quantileBase, double quantileSlope)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public RefundRates {
            byClass.forEach((priceClass, rate) -> share(
                    "refund of " + priceClass, Math.max(rate.remote(), rate.pos()) * (quantileBase + quantileSlope)));
        }

        static RefundRates of(PolicyNode node) {
            PolicyNode quantile = node.get("quantile");
            return new RefundRates(
                    ByVocabulary.map(node, PriceClass.class, RefundRate::of),
                    quantile.get("base").number(),
                    quantile.get("slope").number());
        }
    }

    /** @param remote ECOM and HYBRID */
    public record RefundRate(double remote, double pos) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static RefundRate of(PolicyNode node) {
            return new RefundRate(node.get("remote").number(), node.get("pos").number());
        }
    }

    public record Limits(int eventsPerFlowMax, int attemptsPerOrderMax) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static Limits of(PolicyNode node) {
            return new Limits(
                    node.get("events_per_flow_max").int32(),
                    node.get("attempts_per_order_max").int32());
        }
    }

    private static void share(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(key + " must lie in 0..1, was " + value);
        }
    }

    /** Below 1 the chance would fall where the law promises that it never does. */
    private static void atLeastOne(String key, double value) {
        if (!(value >= 1)) {
            throw new IllegalArgumentException(key + " must be at least 1, was " + value);
        }
    }

    private static void sumsToOne(String keys, List<BigDecimal> weights) {
        BigDecimal sum = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.compareTo(BigDecimal.ONE) != 0 || weights.stream().anyMatch(weight -> weight.signum() < 0)) {
            throw new IllegalArgumentException(keys + " must be at least 0 and sum to 1, was " + weights);
        }
    }
}
