package io.millrace.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Weights that sum to one, probabilities that fit together, bounds in order. */
final class ProbabilityRules {
    private static final String ATTACHMENT = "attachment_policy_6B";
    private static final String PRIOR = "behaviour_prior_pack_6B";
    private static final String SHAPE = "flow_shape_policy_6B";
    private static final String TIMING = "timing_policy_6B";
    private static final String AMOUNT = "amount_model_6B";
    private static final String CATALOGUE = "fraud_campaign_catalogue_config_6B";
    private static final String OVERLAY = "fraud_overlay_policy_6B";
    private static final String TRUTH = "truth_labelling_policy_6B";
    private static final String BANK = "bank_view_policy_6B";
    private static final String DELAYS = "delay_models_6B";

    /** Rows whose values sum to 1. */
    private static final List<Row> MAPS = List.of(
            new Row(ATTACHMENT, "/channel/unresolved/*/weights"),
            new Row(PRIOR, "/account_weights/*/*"),
            new Row(PRIOR, "/instrument_weights/*/*"),
            new Row(PRIOR, "/ip_weights/*/*"),
            new Row(SHAPE, "/decline/reason_weights/*"),
            new Row(AMOUNT, "/price_classes/*/ending_weights"),
            new Row(AMOUNT, "/class_by_demand_class/*"),
            new Row(AMOUNT, "/list/weights"),
            new Row(AMOUNT, "/pump/weights"),
            new Row(AMOUNT, "/transfer/ending_weights"),
            new Row(CATALOGUE, "/activation_models/*/weights"),
            new Row(OVERLAY, "/campaign_to_tactics/*"),
            new Row(BANK, "/chargeback/type_weights"),
            new Row(BANK, "/chargeback/outcome_weights/*"));

    /** Lists of parts whose key {@code weight} or {@code p} sums to 1. */
    private static final List<Row> PARTS = List.of(
            new Row(TIMING, "/laws/*/components"),
            new Row(AMOUNT, "/cash/ladder"),
            new Row(AMOUNT, "/transfer/components"),
            new Row(DELAYS, "/delays/*/components"),
            new Row(TRUTH, "/ambiguity_models/*/outcomes"));

    private ProbabilityRules() {}

    private record Row(String policyId, String pattern) {}

    static List<LintRule> all() {
        return List.of(
                LintRule.always(
                        "L09",
                        List.of(ATTACHMENT, PRIOR, SHAPE, TIMING, AMOUNT, CATALOGUE, OVERLAY, TRUTH, BANK, DELAYS),
                        ProbabilityRules::sums),
                LintRule.always("L10", List.of(ATTACHMENT), ProbabilityRules::visits),
                LintRule.always(
                        "L11", List.of(SHAPE, TIMING, AMOUNT, CATALOGUE, OVERLAY, DELAYS), ProbabilityRules::bounds),
                LintRule.always("L45", List.of(PRIOR), ProbabilityRules::guardrails));
    }

    /** L09: sums of the numbers as written, without rounding. */
    private static void sums(LintPass pass) {
        for (Row row : MAPS) {
            for (PolicyNode node : pass.all(row.policyId, row.pattern)) {
                one(
                        pass,
                        row.policyId,
                        node,
                        node.isList() ? node.items() : List.copyOf(node.peek().values()));
            }
        }
        for (Row row : PARTS) {
            for (PolicyNode node : pass.all(row.policyId, row.pattern)) {
                String key = row.policyId.equals(TRUTH) ? "p" : "weight";
                one(
                        pass,
                        row.policyId,
                        node,
                        node.items().stream().map(part -> part.get(key)).toList());
            }
        }
        for (PolicyNode step : pass.at(SHAPE, "/step_up").peek().values()) {
            if (step.isMap() && step.has("p_passed")) {
                one(pass, SHAPE, step, List.of(step.get("p_passed"), step.get("p_failed"), step.get("p_abandoned")));
            }
        }
        for (PolicyNode row : pass.all(SHAPE, "/after_approval/*")) {
            one(pass, SHAPE, row, List.of(row.get("p_clear"), row.get("p_void"), row.get("p_expire")));
        }
        for (PolicyNode counts : pass.all(CATALOGUE, "/activation_models/*/counts")) {
            increasing(pass, CATALOGUE, counts.items());
        }
    }

    private static void one(LintPass pass, String policyId, PolicyNode place, List<PolicyNode> weights) {
        BigDecimal sum = LintPass.sum(weights);
        if (sum.compareTo(BigDecimal.ONE) != 0) {
            pass.refuse(
                    policyId,
                    place,
                    "must sum to exactly 1",
                    sum.stripTrailingZeros().toPlainString(),
                    "correct the weights");
        }
        for (PolicyNode weight : weights) {
            if (weight.decimal().signum() < 0 || weight.decimal().compareTo(BigDecimal.ONE) > 0) {
                pass.refuse(policyId, weight, "must lie in 0 to 1", "correct it");
            }
        }
    }

    /** L10. */
    private static void visits(LintPass pass) {
        for (PolicyNode loyal : pass.all(ATTACHMENT, "/visit/p_loyal/*")) {
            PolicyNode trip = pass.at(ATTACHMENT, "/visit/p_trip/" + LintPass.name(loyal));
            if (loyal.decimal().add(trip.decimal()).compareTo(BigDecimal.ONE) > 0) {
                pass.refuse(
                        ATTACHMENT,
                        loyal,
                        "must be at most 1 together with p_trip ("
                                + trip.decimal().toPlainString() + ")",
                        "lower p_loyal or p_trip");
            }
        }
        List<PolicyNode> means = new ArrayList<>(pass.all(ATTACHMENT, "/visit/mean_arrivals_per_visit/*"));
        means.add(pass.at(ATTACHMENT, "/visit/trip_mean_arrivals"));
        for (PolicyNode mean : means) {
            if (mean.decimal().compareTo(BigDecimal.ONE) < 0) {
                pass.refuse(ATTACHMENT, mean, "must be at least 1: a visit has an arrival", "raise it");
            }
        }
        PolicyNode active = pass.at(ATTACHMENT, "/party/active_share");
        if (active.decimal().signum() <= 0 || active.decimal().compareTo(BigDecimal.ONE) > 0) {
            pass.refuse(ATTACHMENT, active, "must be above 0 and at most 1", "correct it");
        }
    }

    /** L11. */
    private static void bounds(LintPass pass) {
        BigDecimal step = pass.at(TIMING, "/min_step_micros").decimal().movePointLeft(6);
        for (PolicyNode law : pass.all(TIMING, "/laws/*")) {
            laws(pass, TIMING, law, "median_seconds");
            ordered(pass, TIMING, law.get("min_seconds"), law.get("max_seconds"));
            if (law.get("min_seconds").decimal().compareTo(step) < 0) {
                pass.refuse(
                        TIMING,
                        law.get("min_seconds"),
                        "must be at least min_step_micros (" + step.toPlainString() + " s)",
                        "raise it");
            }
        }
        for (PolicyNode law : pass.all(DELAYS, "/delays/*")) {
            laws(pass, DELAYS, law, "median_seconds");
            ordered(pass, DELAYS, law.get("min_seconds"), law.get("max_seconds"));
        }
        for (PolicyNode law : pass.all(OVERLAY, "/tactics/*/law")) {
            if (!law.isNull()) {
                positive(pass, OVERLAY, law.get("median"));
                positive(pass, OVERLAY, law.get("sigma_log"));
                ordered(pass, OVERLAY, law.get("min"), law.get("max"));
            }
        }
        for (PolicyNode weight : pass.all(CATALOGUE, "/targeting_filters/*/weight")) {
            ordered(pass, CATALOGUE, weight.get("min"), weight.get("max"));
        }
        for (PolicyNode template : pass.all(CATALOGUE, "/templates/*")) {
            ordered(pass, CATALOGUE, template.get("targets_min"), template.get("targets_max"));
        }
        for (PolicyNode priceClass : pass.all(AMOUNT, "/price_classes/*")) {
            positive(pass, AMOUNT, priceClass.get("median_units"));
            positive(pass, AMOUNT, priceClass.get("sigma_within_log"));
            positive(pass, AMOUNT, priceClass.get("sigma_merchant_log"));
            ordered(pass, AMOUNT, priceClass.get("rel_min"), priceClass.get("rel_max"));
        }
        laws(pass, AMOUNT, pass.at(AMOUNT, "/transfer"), "median_units");
        ordered(pass, AMOUNT, pass.at(AMOUNT, "/transfer/min_units"), pass.at(AMOUNT, "/transfer/max_units"));
        increasing(
                pass,
                AMOUNT,
                pass.all(AMOUNT, "/cash/ladder/*").stream()
                        .map(rung -> rung.get("units"))
                        .toList());
        increasing(pass, AMOUNT, pass.at(AMOUNT, "/pump/points_units").items());
        curve(pass, "/step_up/amount_curve");
        curve(pass, "/decline/amount_curve");
        PolicyNode attempt = pass.at(SHAPE, "/step_up/attempt_factor");
        if (attempt.decimal().compareTo(BigDecimal.ONE) < 0) {
            pass.refuse(SHAPE, attempt, "must be at least 1: a second attempt is not trusted more", "raise it");
        }
    }

    private static void laws(LintPass pass, String policyId, PolicyNode law, String median) {
        for (PolicyNode component : law.get("components").items()) {
            positive(pass, policyId, component.get(median));
            positive(pass, policyId, component.get("sigma_log"));
        }
    }

    private static void positive(LintPass pass, String policyId, PolicyNode number) {
        if (number.decimal().signum() <= 0) {
            pass.refuse(policyId, number, "must be above 0", "raise it");
        }
    }

    /** The upper bound is the one that is refused, with the name of the lower. */
    private static void ordered(LintPass pass, String policyId, PolicyNode low, PolicyNode high) {
        if (high.decimal().compareTo(low.decimal()) <= 0) {
            String lowName = LintPass.name(low);
            pass.refuse(
                    policyId,
                    high,
                    "must be above " + lowName + " (" + low.decimal().toPlainString() + ")",
                    "raise " + LintPass.name(high) + " or lower " + lowName);
        }
    }

    private static void increasing(LintPass pass, String policyId, List<PolicyNode> numbers) {
        for (int i = 1; i < numbers.size(); i++) {
            PolicyNode before = numbers.get(i - 1);
            if (numbers.get(i).decimal().compareTo(before.decimal()) <= 0) {
                pass.refuse(
                        policyId,
                        numbers.get(i),
                        "must be above the one before (" + before.decimal().toPlainString() + ")",
                        "put the list in rising order, each value once");
            }
        }
    }

    private static void curve(LintPass pass, String pointer) {
        List<PolicyNode> points = pass.at(SHAPE, pointer).items();
        increasing(
                pass, SHAPE, points.stream().map(point -> point.get("quantile")).toList());
        PolicyNode first = points.get(0).get("quantile");
        PolicyNode last = points.get(points.size() - 1).get("quantile");
        if (first.decimal().signum() != 0) {
            pass.refuse(SHAPE, first, "must be 0: a curve begins at the smallest amount", "add a point at 0");
        }
        if (last.decimal().compareTo(BigDecimal.ONE) != 0) {
            pass.refuse(SHAPE, last, "must be 1: a curve ends at the largest amount", "add a point at 1");
        }
        for (int i = 1; i < points.size(); i++) {
            PolicyNode before = points.get(i - 1).get("factor");
            PolicyNode factor = points.get(i).get("factor");
            if (factor.decimal().compareTo(before.decimal()) < 0) {
                pass.refuse(
                        SHAPE,
                        factor,
                        "must not fall below the factor before ("
                                + before.decimal().toPlainString() + ")",
                        "raise it: larger amounts are not safer");
            }
        }
    }

    /** L45. */
    private static void guardrails(LintPass pass) {
        limited(pass, "ANONYMIZER_PROXY", "anonymizer_weight_max");
        limited(pass, "HOSTING_DATACENTRE", "hosting_weight_max");
        PolicyNode rowsMin = pass.at(PRIOR, "/guardrails/distinct_channel_rows_min");
        for (String table : List.of("/account_weights", "/instrument_weights", "/ip_weights")) {
            for (PolicyNode family : pass.at(PRIOR, table).peek().values()) {
                Set<Object> rows = new HashSet<>();
                family.peek().values().forEach(row -> rows.add(row.plain()));
                if (rows.size() < rowsMin.int32()) {
                    pass.refuse(
                            PRIOR,
                            family,
                            "must have at least distinct_channel_rows_min (" + rowsMin.int32() + ") different rows",
                            rows.size() + " different rows",
                            "let channels differ, or lower the guardrail");
                }
            }
        }
    }

    private static void limited(LintPass pass, String group, String guardrail) {
        PolicyNode max = pass.at(PRIOR, "/guardrails/" + guardrail);
        boolean used = false;
        for (PolicyNode row : pass.all(PRIOR, "/ip_weights/*/*")) {
            PolicyNode weight = row.get(group);
            used |= weight.decimal().signum() > 0;
            if (weight.decimal().compareTo(max.decimal()) > 0) {
                pass.refuse(
                        PRIOR,
                        weight,
                        "must be at most " + guardrail + " (" + max.decimal().toPlainString() + ")",
                        "lower the weight or raise the guardrail");
            }
        }
        if (!used) {
            pass.refuse(
                    PRIOR,
                    pass.at(PRIOR, "/ip_weights"),
                    "must give " + group + " a weight above 0 in some row",
                    "0 in every row",
                    "raise one of them");
        }
    }
}
