package io.millrace.policy;

import io.millrace.contract.Channel;
import io.millrace.contract.PriceClass;
import io.millrace.table.Truncated;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Amounts within their caps and corridors, and shares of what happens to them. */
final class AmountRules {
    private static final String AMOUNT = "amount_model_6B";
    private static final String SHAPE = "flow_shape_policy_6B";
    private static final String ATTACHMENT = "attachment_policy_6B";
    private static final String CONFIG = "behaviour_config_6B";
    private static final String VALIDATION = "segment_validation_policy_6B";
    /** Features that a stage reads; the names are those of behaviour_config_6B. */
    private static final Set<String> FEATURES = Set.of(
            "retries",
            "step_up",
            "voids",
            "refunds",
            "stochastic_session_boundary",
            "terminals",
            "trips",
            "fraud_overlay",
            "labels");

    private AmountRules() {}

    static List<LintRule> all() {
        return List.of(
                LintRule.always("L24", List.of(AMOUNT, VALIDATION), AmountRules::corridors),
                LintRule.always("L25", List.of(AMOUNT), AmountRules::caps),
                LintRule.always("L26", List.of(AMOUNT), AmountRules::currencies),
                LintRule.always("L27", List.of(SHAPE, ATTACHMENT, VALIDATION), AmountRules::shares),
                LintRule.always("L28", List.of(SHAPE, CONFIG, VALIDATION), AmountRules::features));
    }

    /** L24: the law of each class alone, all factors 1. */
    private static void corridors(LintPass pass) {
        for (PriceClass priceClass : PriceClass.values()) {
            String name = priceClass.token();
            PolicyNode node = pass.at(AMOUNT, "/price_classes/" + name);
            LawNodes.relative(
                            node.get("median_units"),
                            node.get("sigma_within_log"),
                            node.get("rel_min"),
                            node.get("rel_max"))
                    .ifPresent(law -> quantiles(pass, node, name, law));
            LawNodes.inside(
                    pass, AMOUNT, node, "share of " + name + " ending in .99", ending99(node), "ENDING_99", name);
        }
        PolicyNode transfer = pass.at(AMOUNT, "/transfer");
        LawNodes.mixture(transfer, "median_units", transfer.get("min_units"), transfer.get("max_units"))
                .ifPresent(law -> quantiles(pass, transfer, "TRANSFER", law));
        double cash = 0;
        for (PolicyNode rung : pass.all(AMOUNT, "/cash/ladder/*")) {
            cash += rung.get("units").number() * rung.get("weight").number();
        }
        LawNodes.inside(
                pass, AMOUNT, pass.at(AMOUNT, "/cash/ladder"), "mean of withdrawals, units,", cash, "M7", "ATM");
    }

    private static void quantiles(LintPass pass, PolicyNode place, String name, Truncated law) {
        LawNodes.inside(pass, AMOUNT, place, "p50 of " + name + ", units,", law.quantile(0.5), "AMOUNT_P50", name);
        LawNodes.inside(pass, AMOUNT, place, "p95 of " + name + ", units,", law.quantile(0.95), "AMOUNT_P95", name);
        LawNodes.inside(pass, AMOUNT, place, "p99 of " + name + ", units,", law.quantile(0.99), "AMOUNT_P99", name);
    }

    /** Free prices by the class weights, list prices by the same without RAW. */
    private static double ending99(PolicyNode priceClass) {
        double list = priceClass.get("p_list").number();
        PolicyNode weights = priceClass.get("ending_weights");
        double share = weights.get(Ending.E99.name()).number();
        double shaped = 1 - weights.get(Ending.RAW.name()).number();
        return shaped <= 0 ? 0 : (1 - list) * share + list * share / shaped;
    }

    /** L25. */
    private static void caps(LintPass pass) {
        PolicyNode limits = pass.at(AMOUNT, "/limits");
        PolicyNode cap = limits.get("amount_units_max");
        double sigmas = limits.get("merchant_sigmas_max").number();
        double segment = largest(pass.all(AMOUNT, "/context/segment/*"));
        double context = largest(pass.all(AMOUNT, "/context/channel/*"))
                * segment
                * Math.max(1, pass.at(AMOUNT, "/context/cross_border").number());
        for (PolicyNode node : pass.all(AMOUNT, "/price_classes/*")) {
            double level =
                    StrictMath.exp(sigmas * node.get("sigma_merchant_log").number());
            double units = node.get("median_units").number()
                    * level
                    * context
                    * node.get("rel_max").number();
            below(pass, node, "largest purchase of " + LintPass.name(node), units, cap);
        }
        below(
                pass,
                pass.at(AMOUNT, "/transfer/max_units"),
                "largest transfer",
                pass.at(AMOUNT, "/transfer/max_units").number() * segment,
                cap);
        for (PolicyNode rung : pass.all(AMOUNT, "/cash/ladder/*")) {
            PolicyNode units = rung.get("units");
            below(pass, units, "withdrawal", units.number(), cap);
            for (PolicyNode currency : pass.all(AMOUNT, "/currencies/*")) {
                notes(pass, units, currency);
            }
        }
        PolicyNode refund = pass.at(AMOUNT, "/refund");
        PolicyNode low = refund.get("fraction_min");
        PolicyNode high = refund.get("fraction_max");
        if (low.decimal().signum() <= 0) {
            pass.refuse(AMOUNT, low, "must be above 0: a refund gives something back", "raise it");
        }
        if (high.decimal().compareTo(low.decimal()) < 0 || high.decimal().compareTo(BigDecimal.ONE) > 0) {
            pass.refuse(
                    AMOUNT,
                    high,
                    "must lie between fraction_min (" + low.decimal().toPlainString() + ") and 1",
                    "correct it");
        }
        for (PolicyNode row : pass.all(AMOUNT, "/clearing/*")) {
            PolicyNode delta = row.get("delta_share_min");
            if (delta.decimal().compareTo(BigDecimal.ONE.negate()) <= 0) {
                pass.refuse(AMOUNT, delta, "must be above -1: something clears", "raise it");
            }
        }
    }

    private static double largest(List<PolicyNode> numbers) {
        return numbers.stream().mapToDouble(PolicyNode::number).max().orElse(1);
    }

    private static void below(LintPass pass, PolicyNode place, String what, double units, PolicyNode cap) {
        if (units > cap.number()) {
            pass.refuse(
                    AMOUNT,
                    place,
                    what + " must be at most amount_units_max (" + cap.decimal().toPlainString() + ")",
                    LintPass.figure(units),
                    "lower the law's maximum or a factor, or raise limits.amount_units_max");
        }
    }

    /** At the price level of the reference unit every step is whole notes; elsewhere the law rounds to whole notes. */
    private static void notes(LintPass pass, PolicyNode units, PolicyNode currency) {
        if (currency.get("scale").decimal().compareTo(BigDecimal.ONE) != 0) {
            return;
        }
        BigDecimal minor =
                units.decimal().movePointRight(currency.get("decimals").int32());
        if (minor.remainder(currency.get("note_minor").decimal()).signum() != 0) {
            pass.refuse(
                    AMOUNT,
                    units,
                    "must be a multiple of the note of " + LintPass.name(currency) + " ("
                            + currency.get("note_minor").decimal().toPlainString() + " minor units)",
                    "choose a step that notes can pay");
        }
    }

    /** L26. */
    private static void currencies(LintPass pass) {
        PolicyNode currencies = pass.at(AMOUNT, "/currencies");
        PolicyNode byCountry = pass.at(AMOUNT, "/currency_by_country");
        for (PolicyNode currency : currencies.peek().values()) {
            decimals(pass, currency);
            divides(pass, currency, "unit_minor");
            divides(pass, currency, "note_minor");
        }
        for (PolicyNode country : byCountry.peek().values()) {
            if (!currencies.has(country.text())) {
                pass.refuse(AMOUNT, country, "must have a row in currencies", "add the currency");
            }
        }
        if (pass.world().isEmpty() || pass.world().get().countries().isEmpty()) {
            pass.waitsFor("a world (its countries and zones)");
            return;
        }
        TreeSet<String> missing = new TreeSet<>(pass.world().get().countries());
        missing.addAll(pass.world().get().zoneCountries().values());
        missing.removeAll(byCountry.peek().keySet());
        if (!missing.isEmpty()) {
            pass.refuse(
                    AMOUNT,
                    byCountry,
                    "must name every country of the world's merchants, sites and zones",
                    "without " + String.join(", ", missing),
                    "add a currency for " + String.join(", ", missing));
        }
    }

    private static void decimals(LintPass pass, PolicyNode currency) {
        Optional<Currency> known = Currency.getAvailableCurrencies().stream()
                .filter(candidate -> candidate.getCurrencyCode().equals(LintPass.name(currency)))
                .findFirst();
        PolicyNode decimals = currency.get("decimals");
        if (known.isEmpty()) {
            pass.refuse(
                    AMOUNT,
                    currency,
                    "must be a currency of ISO 4217",
                    "\"" + LintPass.name(currency) + "\"",
                    "correct the code");
        } else if (known.get().getDefaultFractionDigits() != decimals.int32()) {
            pass.refuse(
                    AMOUNT,
                    decimals,
                    "must be the decimals of " + LintPass.name(currency) + " in ISO 4217 ("
                            + known.get().getDefaultFractionDigits() + ")",
                    "correct it");
        }
    }

    private static void divides(LintPass pass, PolicyNode currency, String key) {
        PolicyNode grid = currency.get("grid_minor");
        PolicyNode multiple = currency.get(key);
        if (multiple.decimal().remainder(grid.decimal()).signum() != 0) {
            pass.refuse(
                    AMOUNT,
                    multiple,
                    "must be a multiple of grid_minor (" + grid.decimal().toPlainString() + ")",
                    "change one of the two");
        }
    }

    /** L27: shares of first attempts, on the bench's mixes and at the policy's own cross-border share. */
    private static void shares(LintPass pass) {
        PolicyNode decline = pass.at(SHAPE, "/decline");
        PolicyNode step = pass.at(SHAPE, "/step_up");
        for (Channel channel : List.of(Channel.ECOM, Channel.POS, Channel.ATM)) {
            String name = channel.token();
            LawNodes.inside(
                    pass,
                    SHAPE,
                    decline.get(name),
                    "expected decline share on " + name,
                    FlowShares.of(pass, channel).declined(),
                    "F1",
                    name);
        }
        FlowShares remote = FlowShares.of(pass, Channel.ECOM);
        LawNodes.inside(
                pass,
                SHAPE,
                step.get("ECOM"),
                "expected challenge share of the SCA region on ECOM",
                remote.challenged("p_base_sca"),
                "F7",
                "ECOM");
        LawNodes.inside(
                pass,
                SHAPE,
                step.get("ECOM"),
                "share of challenges not completed on ECOM",
                remote.notCompleted(),
                "F8",
                "ECOM");
        for (Channel channel : List.of(Channel.ECOM, Channel.POS)) {
            String name = channel.token();
            FlowShares shares = FlowShares.of(pass, channel);
            LawNodes.inside(
                    pass,
                    SHAPE,
                    pass.at(SHAPE, "/refund_rates"),
                    "expected refunds per clearing on " + name,
                    shares.refundsPerClearing(),
                    "F11",
                    name);
            LawNodes.inside(
                    pass,
                    SHAPE,
                    pass.at(SHAPE, "/after_approval"),
                    "expected share voided or expired on " + name,
                    shares.notCleared(),
                    "F12",
                    name);
        }
    }

    /** L28: what is switched off is out of reach; that must not be something the scorecard requires. */
    private static void features(LintPass pass) {
        PolicyNode features = pass.at(CONFIG, "/features");
        for (PolicyNode feature : features.peek().values()) {
            if (!FEATURES.contains(LintPass.name(feature))) {
                pass.refuse(
                        CONFIG,
                        feature,
                        "must be a feature that a stage reads (" + String.join(", ", new TreeSet<>(FEATURES)) + ")",
                        "remove it");
            }
        }
        List<String> required =
                pass.at(VALIDATION, "/reporting/required_metrics").texts();
        atZero(pass, features, required, "step_up", List.of("F7/ECOM", "L6/ECOM"));
        atZero(pass, features, required, "refunds", List.of("F11/ECOM", "F11/POS"));
        atZero(pass, features, required, "retries", List.of("F9/ALL", "F15/ALL"));
        atZero(pass, features, required, "trips", List.of("SE5/ALL"));
        if (required.contains("F13")) {
            LawNodes.inside(
                    pass,
                    CONFIG,
                    features,
                    "templates within reach of the features that are on",
                    templatesOn(pass, features),
                    "F13",
                    "TEMPLATES");
        }
    }

    /** Metrics that are 0 without the feature. */
    private static void atZero(
            LintPass pass, PolicyNode features, List<String> required, String feature, List<String> metrics) {
        if (!features.has(feature) || features.get(feature).bool()) {
            return;
        }
        for (String metric : metrics) {
            String id = metric.substring(0, metric.indexOf('/'));
            Optional<PolicyNode> band = LawNodes.corridor(pass, id, metric.substring(id.length() + 1));
            if (required.contains(id)
                    && band.isPresent()
                    && band.get().get("min").decimal().signum() > 0) {
                pass.refuse(
                        CONFIG,
                        features.get(feature),
                        "must be true, or required metric " + metric + " (at least "
                                + band.get().get("min").decimal().toPlainString() + ") is out of reach",
                        "switch it on, or take " + id + " out of reporting.required_metrics");
            }
        }
    }

    private static int templatesOn(LintPass pass, PolicyNode features) {
        int count = 0;
        for (PolicyNode template : pass.all(SHAPE, "/templates/*")) {
            List<String> events = template.texts();
            boolean reached = (features.get("step_up").bool() || !events.contains("STEP_UP_CHALLENGE"))
                    && (features.get("refunds").bool() || !events.contains("REFUND"))
                    && (features.get("voids").bool() || !events.contains("REVERSAL"));
            count += reached ? 1 : 0;
        }
        return count;
    }
}
