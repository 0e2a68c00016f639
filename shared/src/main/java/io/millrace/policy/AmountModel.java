package io.millrace.policy;

import io.millrace.contract.Channel;
import io.millrace.contract.ClearingKind;
import io.millrace.contract.DemandClass;
import io.millrace.contract.PriceClass;
import io.millrace.contract.Segment;
import io.millrace.table.LogNormal;
import io.millrace.table.Mixture;
import io.millrace.table.Truncated;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code amount_model_6B}: what things cost, in reference units of about one euro of 2025, and what that is in each
 * currency. Weights and probabilities stay decimals, because choices are cut from their exact text.
 *
 * @param classByDemandClass weights of the price classes of a merchant without MCC
 * @param currencyByCountry ISO 3166 to ISO 4217
 * @param currencies by ISO 4217 code
 * @param clearing first matching rule counts
 */
public record AmountModel(
        Map<PriceClass, ClassRules> priceClasses,
        Map<DemandClass, Map<PriceClass, BigDecimal>> classByDemandClass,
        ItemList list,
        Context context,
        Pump pump,
        Cash cash,
        Transfer transfer,
        SortedMap<String, String> currencyByCountry,
        SortedMap<String, Currency> currencies,
        List<Clearing> clearing,
        Refund refund,
        Limits limits)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Entries of a merchant's price list. */
    public static final int ITEMS = 8;

    public AmountModel {
        classByDemandClass.forEach((demandClass, weights) ->
                requireSumOfOne("class_by_demand_class/" + demandClass.token(), weights.values()));
        Set<String> unknown = new LinkedHashSet<>(currencyByCountry.values());
        unknown.removeAll(currencies.keySet());
        require(unknown.isEmpty(), "every currency of a country must have a row, missing were " + unknown);
        require(!clearing.isEmpty(), "clearing must have a rule");
        Clearing last = clearing.get(clearing.size() - 1);
        require(
                last.kind == ClearingKind.EQUAL && last.matchesEverything(),
                "the last clearing rule must be EQUAL for everything, was " + last);
    }

    /** @param root the file, as the schema accepted it */
    public static AmountModel of(PolicyNode root) {
        PolicyNode limits = root.get("limits");
        double merchantSigmasMax = limits.get("merchant_sigmas_max").number();
        return new AmountModel(
                ByVocabulary.map(root.get("price_classes"), PriceClass.class, ClassRules::of),
                ByVocabulary.map(
                        root.get("class_by_demand_class"),
                        DemandClass.class,
                        weights -> ByVocabulary.map(weights, PriceClass.class, PolicyNode::decimal)),
                ItemList.of(root.get("list")),
                Context.of(root.get("context")),
                Pump.of(root.get("pump")),
                Cash.of(root.get("cash")),
                Transfer.of(root.get("transfer")),
                texts(root.get("currency_by_country")),
                currencies(root.get("currencies")),
                root.get("clearing").items().stream().map(Clearing::of).toList(),
                Refund.of(root.get("refund")),
                new Limits(limits.get("amount_units_max").decimal(), merchantSigmasMax));
    }

    /** Class of a merchant category: the first class that lists it, in code order; absent when none does. */
    public Optional<PriceClass> classOf(int mcc) {
        return priceClasses.entrySet().stream()
                .filter(entry -> entry.getValue().mcc.stream().anyMatch(range -> range.contains(mcc)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Law of a merchant's level in its class, cut at the same distance on both sides. */
    public Truncated levelLaw(PriceClass priceClass) {
        double sigma = priceClasses.get(priceClass).sigmaMerchantLog;
        double bound = limits.merchantSigmasMax * sigma;
        return new Truncated(new LogNormal(1, sigma), StrictMath.exp(-bound), StrictMath.exp(bound));
    }

    /** Largest possible purchase before its ending, reference units. */
    public double purchaseUnitsMax(PriceClass priceClass) {
        ClassRules rules = priceClasses.get(priceClass);
        double level = StrictMath.exp(limits.merchantSigmasMax * rules.sigmaMerchantLog);
        return rules.medianUnits * level * context.factorMax() * rules.relMax;
    }

    /** Largest possible transfer before its ending, reference units. */
    public double transferUnitsMax() {
        return transfer.maxUnits * context.segmentMax();
    }

    /** Merchant category codes from..to, both included. */
    public record MccRange(int from, int to) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public MccRange {
            require(0 <= from && from <= to && to <= 9999, "an MCC range within 0000-9999, was " + from + "-" + to);
        }

        static MccRange of(PolicyNode node) {
            String text = node.text();
            int from = Integer.parseInt(text.substring(0, 4));
            return new MccRange(from, text.length() == 4 ? from : Integer.parseInt(text.substring(5)));
        }

        public boolean contains(int mcc) {
            return from <= mcc && mcc <= to;
        }
    }

    /**
     * One price class.
     *
     * @param medianUnits reference units
     * @param sigmaWithinLog between purchases at one merchant
     * @param sigmaMerchantLog between merchants
     * @param relMin smallest purchase, in medians
     * @param relMax largest purchase, in medians
     * @param pList chance that a purchase is an item of the merchant's list
     * @param endingWeights of {@link Ending#OF_PURCHASES}, sum 1
     */
    public record ClassRules(
            List<MccRange> mcc,
            double medianUnits,
            double sigmaWithinLog,
            double sigmaMerchantLog,
            double relMin,
            double relMax,
            BigDecimal pList,
            Map<Ending, BigDecimal> endingWeights)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public ClassRules {
            require(medianUnits > 0, "median_units must be above 0, was " + medianUnits);
            require(
                    sigmaWithinLog > 0 && sigmaMerchantLog > 0,
                    "sigmas must be above 0, was " + sigmaWithinLog + " and " + sigmaMerchantLog);
            require(0 < relMin && relMin < relMax, "0 < rel_min < rel_max must hold, was " + relMin + " and " + relMax);
            requireProbability("p_list", pList);
            requireSumOfOne("ending_weights", endingWeights.values());
            require(
                    endingWeights.get(Ending.RAW).compareTo(BigDecimal.ONE) < 0,
                    "items of a list need an ending other than RAW");
        }

        static ClassRules of(PolicyNode node) {
            return new ClassRules(
                    node.get("mcc").items().stream().map(MccRange::of).toList(),
                    node.get("median_units").number(),
                    node.get("sigma_within_log").number(),
                    node.get("sigma_merchant_log").number(),
                    node.get("rel_min").number(),
                    node.get("rel_max").number(),
                    node.get("p_list").decimal(),
                    endings(node.get("ending_weights"), Ending.OF_PURCHASES));
        }

        /** Law of a purchase, in medians of its merchant. */
        public Truncated sizeLaw() {
            return new Truncated(new LogNormal(1, sigmaWithinLog), relMin, relMax);
        }
    }

    /**
     * Price list of a merchant: its items lie at quantiles {@code low + span * u} of the class.
     *
     * @param weights of the items, sum 1
     */
    public record ItemList(List<BigDecimal> weights, double quantileLow, double quantileSpan) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public ItemList {
            weights = List.copyOf(weights);
            require(weights.size() == ITEMS, "list/weights must have " + ITEMS + " items, was " + weights.size());
            requireSumOfOne("list/weights", weights);
            require(
                    quantileLow > 0 && quantileSpan > 0 && quantileLow + quantileSpan < 1,
                    "quantile_low and quantile_span must stay inside 0..1, was " + quantileLow + " and "
                            + quantileSpan);
        }

        static ItemList of(PolicyNode node) {
            return new ItemList(
                    node.get("weights").items().stream()
                            .map(PolicyNode::decimal)
                            .toList(),
                    node.get("quantile_low").number(),
                    node.get("quantile_span").number());
        }
    }

    /** Factors of a purchase off the list; the segment's also of a transfer. */
    public record Context(Map<Channel, Double> channel, Map<Segment, Double> segment, double crossBorder)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Context {
            channel.values().forEach(factor -> require(factor > 0, "a factor must be above 0, was " + factor));
            segment.values().forEach(factor -> require(factor > 0, "a factor must be above 0, was " + factor));
            require(crossBorder > 0, "a factor must be above 0, was " + crossBorder);
        }

        static Context of(PolicyNode node) {
            return new Context(
                    ByVocabulary.map(node.get("channel"), Channel.class, PolicyNode::number),
                    ByVocabulary.map(node.get("segment"), Segment.class, PolicyNode::number),
                    node.get("cross_border").number());
        }

        double segmentMax() {
            return segment.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElse(1);
        }

        double factorMax() {
            double channelMax = channel.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElse(1);
            return channelMax * segmentMax() * Math.max(1, crossBorder);
        }
    }

    /**
     * Pay at the pump: a fixed amount is authorised, what was filled clears.
     *
     * @param pPayAtPump of merchants of class FUEL
     * @param pointsUnits reference units, ascending
     * @param weights of the points, sum 1
     */
    public record Pump(BigDecimal pPayAtPump, List<BigDecimal> pointsUnits, List<BigDecimal> weights)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Pump {
            pointsUnits = List.copyOf(pointsUnits);
            weights = List.copyOf(weights);
            requireProbability("p_pay_at_pump", pPayAtPump);
            require(
                    pointsUnits.size() == weights.size(),
                    "points_units and weights must be of one length, was " + pointsUnits.size() + " and "
                            + weights.size());
            requireAscending("points_units", pointsUnits);
            requireSumOfOne("pump/weights", weights);
        }

        static Pump of(PolicyNode node) {
            return new Pump(
                    node.get("p_pay_at_pump").decimal(),
                    node.get("points_units").items().stream()
                            .map(PolicyNode::decimal)
                            .toList(),
                    node.get("weights").items().stream()
                            .map(PolicyNode::decimal)
                            .toList());
        }
    }

    /**
     * Cash withdrawals.
     *
     * @param units reference units, ascending
     * @param weights of the steps, sum 1
     */
    public record Cash(List<BigDecimal> units, List<BigDecimal> weights) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Cash {
            units = List.copyOf(units);
            weights = List.copyOf(weights);
            requireAscending("cash/ladder", units);
            requireSumOfOne("cash/ladder", weights);
        }

        static Cash of(PolicyNode node) {
            List<PolicyNode> ladder = node.get("ladder").items();
            return new Cash(
                    ladder.stream().map(step -> step.get("units").decimal()).toList(),
                    ladder.stream().map(step -> step.get("weight").decimal()).toList());
        }
    }

    /**
     * Transfers between accounts, cut to {@code minUnits..maxUnits}, reference units.
     *
     * @param endingWeights of {@link Ending#OF_TRANSFERS}, sum 1
     */
    public record Transfer(
            List<Component> components, double minUnits, double maxUnits, Map<Ending, BigDecimal> endingWeights)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Transfer {
            components = List.copyOf(components);
            requireSumOfOne(
                    "transfer/components",
                    components.stream().map(Component::weight).toList());
            require(
                    0 < minUnits && minUnits < maxUnits,
                    "0 < min_units < max_units must hold, was " + minUnits + " and " + maxUnits);
            requireSumOfOne("transfer/ending_weights", endingWeights.values());
        }

        static Transfer of(PolicyNode node) {
            return new Transfer(
                    node.get("components").items().stream()
                            .map(component -> new Component(
                                    component.get("weight").decimal(),
                                    component.get("median_units").number(),
                                    component.get("sigma_log").number()))
                            .toList(),
                    node.get("min_units").number(),
                    node.get("max_units").number(),
                    endings(node.get("ending_weights"), Ending.OF_TRANSFERS));
        }

        public Truncated sizeLaw() {
            return new Truncated(
                    new Mixture(components.stream().map(Component::part).toList()), minUnits, maxUnits);
        }
    }

    /**
     * Part of a mixture of log-normal laws.
     *
     * @param median in the unit of the mixture
     */
    public record Component(BigDecimal weight, double median, double sigmaLog) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Component {
            requireProbability("weight", weight);
            require(
                    median > 0 && sigmaLog > 0,
                    "median and sigma_log must be above 0, was " + median + " and " + sigmaLog);
        }

        Mixture.Component part() {
            return new Mixture.Component(weight.doubleValue(), new LogNormal(median, sigmaLog));
        }
    }

    /**
     * One currency.
     *
     * @param decimals of ISO 4217
     * @param scale rough price level: currency per reference unit; not an exchange rate
     * @param unitMinor minor units of the unit that prices end on
     * @param gridMinor smallest step of a price, minor units
     * @param noteMinor smallest note of a cash machine, minor units
     */
    public record Currency(int decimals, BigDecimal scale, long unitMinor, long gridMinor, long noteMinor)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Currency {
            require(0 <= decimals && decimals <= 3, "decimals must lie in 0..3, was " + decimals);
            require(scale.signum() > 0, "scale must be above 0, was " + scale);
            require(
                    gridMinor > 0 && unitMinor > 0 && noteMinor > 0,
                    "unit, grid and note must be above 0, was " + unitMinor + ", " + gridMinor + ", " + noteMinor);
            require(
                    unitMinor % gridMinor == 0 && noteMinor % gridMinor == 0,
                    "grid must divide unit and note, was " + gridMinor + " for " + unitMinor + " and " + noteMinor);
        }

        static Currency of(PolicyNode node) {
            return new Currency(
                    node.get("decimals").int32(),
                    node.get("scale").decimal(),
                    node.get("unit_minor").integer(),
                    node.get("grid_minor").integer(),
                    node.get("note_minor").integer());
        }

        /** Minor units of so many reference units, exact. */
        public BigDecimal minor(BigDecimal units) {
            return units.multiply(scale).movePointRight(decimals);
        }
    }

    /**
     * When a cleared amount differs from the authorised one; empty lists match everything.
     *
     * @param country of the sale
     * @param pDiffers 0 for EQUAL
     * @param deltaShareMin of the authorised amount, above -1
     */
    public record Clearing(
            Set<PriceClass> priceClass,
            Set<Channel> channel,
            Set<String> country,
            ClearingKind kind,
            BigDecimal pDiffers,
            double deltaShareMin,
            double deltaShareMax)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Clearing {
            requireProbability("p_differs", pDiffers);
            require(
                    -1 < deltaShareMin && deltaShareMin <= deltaShareMax,
                    "-1 < delta_share_min <= delta_share_max must hold, was " + deltaShareMin + " and "
                            + deltaShareMax);
            require(kind != ClearingKind.PREAUTH, "PREAUTH is decided by pump, not by a clearing rule");
            require(
                    kind != ClearingKind.EQUAL || (pDiffers.signum() == 0 && deltaShareMin == 0 && deltaShareMax == 0),
                    "EQUAL must have p_differs and deltas 0");
        }

        static Clearing of(PolicyNode node) {
            return new Clearing(
                    ByVocabulary.set(node.get("price_class"), PriceClass.class),
                    ByVocabulary.set(node.get("channel"), Channel.class),
                    Collections.unmodifiableSet(
                            new LinkedHashSet<>(node.get("country").texts())),
                    ByVocabulary.constant(node.get("kind"), ClearingKind.class),
                    node.get("p_differs").decimal(),
                    node.get("delta_share_min").number(),
                    node.get("delta_share_max").number());
        }

        public boolean matches(PriceClass ofMerchant, Channel ofFlow, String ofSale) {
            return (priceClass.isEmpty() || priceClass.contains(ofMerchant))
                    && (channel.isEmpty() || channel.contains(ofFlow))
                    && (country.isEmpty() || country.contains(ofSale));
        }

        boolean matchesEverything() {
            return priceClass.isEmpty() && channel.isEmpty() && country.isEmpty();
        }
    }

    /** Refunds: whole with {@code pFull}, else a uniform fraction of the cleared amount. */
    public record Refund(BigDecimal pFull, double fractionMin, double fractionMax) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Refund {
            requireProbability("p_full", pFull);
            require(
                    0 < fractionMin && fractionMin <= fractionMax && fractionMax <= 1,
                    "0 < fraction_min <= fraction_max <= 1 must hold, was " + fractionMin + " and " + fractionMax);
        }

        static Refund of(PolicyNode node) {
            return new Refund(
                    node.get("p_full").decimal(),
                    node.get("fraction_min").number(),
                    node.get("fraction_max").number());
        }
    }

    /**
     * Bounds that no amount can pass.
     *
     * @param amountUnitsMax reference units
     * @param merchantSigmasMax where the law of merchant levels is cut, standard deviations
     */
    public record Limits(BigDecimal amountUnitsMax, double merchantSigmasMax) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Limits {
            require(amountUnitsMax.signum() > 0, "amount_units_max must be above 0, was " + amountUnitsMax);
            require(merchantSigmasMax > 0, "merchant_sigmas_max must be above 0, was " + merchantSigmasMax);
        }

        /** Cap of an amount, minor units. */
        public long amountMinorMax(Currency currency) {
            return currency.minor(amountUnitsMax)
                    .setScale(0, RoundingMode.FLOOR)
                    .longValueExact();
        }
    }

    private static SortedMap<String, String> texts(PolicyNode node) {
        TreeMap<String, String> texts = new TreeMap<>();
        node.entries().forEach((key, value) -> texts.put(key, value.text()));
        return Collections.unmodifiableSortedMap(texts);
    }

    private static SortedMap<String, Currency> currencies(PolicyNode node) {
        TreeMap<String, Currency> rows = new TreeMap<>();
        node.entries().forEach((code, row) -> rows.put(code, Currency.of(row)));
        return Collections.unmodifiableSortedMap(rows);
    }

    private static Map<Ending, BigDecimal> endings(PolicyNode node, List<Ending> endings) {
        EnumMap<Ending, BigDecimal> weights = new EnumMap<>(Ending.class);
        for (Ending ending : endings) {
            weights.put(ending, node.get(ending.name()).decimal());
        }
        return Collections.unmodifiableMap(weights);
    }

    private static void requireSumOfOne(String row, Iterable<BigDecimal> weights) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal weight : weights) {
            require(weight.signum() >= 0, row + " must not be negative, was " + weight);
            sum = sum.add(weight);
        }
        require(sum.compareTo(BigDecimal.ONE) == 0, row + " must sum to 1, was " + sum.toPlainString());
    }

    private static void requireProbability(String key, BigDecimal p) {
        require(p.signum() >= 0 && p.compareTo(BigDecimal.ONE) <= 0, key + " must lie in 0..1, was " + p);
    }

    private static void requireAscending(String key, List<BigDecimal> values) {
        require(!values.isEmpty() && values.get(0).signum() > 0, key + " must start above 0");
        for (int i = 1; i < values.size(); i++) {
            require(
                    values.get(i - 1).compareTo(values.get(i)) < 0,
                    key + " must rise, was " + values.get(i - 1) + " before " + values.get(i));
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
