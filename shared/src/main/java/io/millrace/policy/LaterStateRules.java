package io.millrace.policy;

import io.millrace.contract.RowSchema;
import io.millrace.contract.Visibility;
import io.millrace.table.Truncated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Campaigns, labels and cases that can be what they promise; active once one of these states is switched on. */
final class LaterStateRules {
    private static final String CATALOGUE = "fraud_campaign_catalogue_config_6B";
    private static final String OVERLAY = "fraud_overlay_policy_6B";
    private static final String TRUTH = "truth_labelling_policy_6B";
    private static final String BANK = "bank_view_policy_6B";
    private static final String DELAYS = "delay_models_6B";
    private static final String CASES = "case_policy_6B";
    private static final String VALIDATION = "segment_validation_policy_6B";
    private static final double DAY_SECONDS = 86_400;
    private static final double BASIS_POINTS = 10_000;
    /** Approved part of card flows, and cards' part of arrivals: the bench of docs/laws/flows.md. */
    private static final double APPROVED_CARD_SHARE = 0.96 * 0.95;

    private static final double TRANSFER_SHARE = 0.04;
    /** Data sets whose traffic and context columns a bank can see. */
    private static final List<String> OBSERVABLE_ROWS =
            List.of("s1_arrival_entities_6B", "s2_flow_anchor_baseline_6B", "s2_event_stream_baseline_6B");

    private LaterStateRules() {}

    static List<LintRule> all() {
        return List.of(
                LintRule.laterStates("L33", List.of(CATALOGUE, OVERLAY), LaterStateRules::targetKinds),
                LintRule.laterStates("L34", List.of(CATALOGUE, OVERLAY), LaterStateRules::requirements),
                LintRule.laterStates("L35", List.of(CATALOGUE, OVERLAY), LaterStateRules::plausible),
                LintRule.laterStates("L36", List.of(CATALOGUE), LaterStateRules::quotas),
                LintRule.laterStates("L37", List.of(CATALOGUE, TRUTH, VALIDATION), LaterStateRules::volume),
                LintRule.laterStates("L38", List.of(TRUTH, BANK), LaterStateRules::subtypes),
                LintRule.laterStates("L39", List.of(BANK), LaterStateRules::observable),
                LintRule.laterStates("L40", List.of(BANK, DELAYS), LaterStateRules::anchors),
                LintRule.laterStates("L41", List.of(DELAYS, CASES), LaterStateRules::durations),
                LintRule.laterStates("L42", List.of(DELAYS, VALIDATION), LaterStateRules::delayCorridors));
    }

    /** Tactics that a campaign type may use; one that does not exist is refused by L33. */
    private static List<PolicyNode> tactics(LintPass pass, String type) {
        PolicyNode known = pass.at(OVERLAY, "/tactics");
        List<PolicyNode> tactics = new ArrayList<>();
        for (String name :
                pass.at(OVERLAY, "/campaign_to_tactics/" + type).peek().keySet()) {
            if (known.has(name)) {
                tactics.add(known.get(name));
            }
        }
        return tactics;
    }

    /** L33. */
    private static void targetKinds(LintPass pass) {
        PolicyNode known = pass.at(OVERLAY, "/tactics");
        for (PolicyNode weight : pass.all(OVERLAY, "/campaign_to_tactics/*/*")) {
            if (!known.has(LintPass.name(weight))) {
                pass.refuse(
                        OVERLAY,
                        weight,
                        "must be the weight of a tactic ("
                                + String.join(", ", known.peek().keySet()) + ")",
                        "\"" + LintPass.name(weight) + "\"",
                        "correct the name, or add the tactic");
            }
        }
        PolicyNode expansion = pass.at(OVERLAY, "/constraints/target_expansion");
        for (PolicyNode template : pass.all(CATALOGUE, "/templates/*")) {
            PolicyNode kind = template.get("target").get("kind");
            String reached =
                    expansion.has(kind.text()) ? expansion.get(kind.text()).text() : kind.text();
            for (PolicyNode tactic : tactics(pass, template.get("campaign_type").text())) {
                List<String> accepted = tactic.get("target_kinds").texts();
                if (!accepted.contains(kind.text()) && !accepted.contains(reached)) {
                    pass.refuse(
                            CATALOGUE,
                            kind,
                            "must be a target that " + LintPass.name(tactic) + " accepts ("
                                    + String.join(", ", accepted) + "), or be expanded to one",
                            "add it to constraints.target_expansion of " + OVERLAY);
                }
            }
        }
    }

    /** L34. */
    private static void requirements(LintPass pass) {
        for (PolicyNode template : pass.all(CATALOGUE, "/templates/*")) {
            PolicyNode requires = template.get("requires");
            for (PolicyNode tactic : tactics(pass, template.get("campaign_type").text())) {
                TreeSet<String> missing = new TreeSet<>(tactic.get("requires").texts());
                missing.removeAll(requires.texts());
                if (!missing.isEmpty()) {
                    pass.refuse(
                            CATALOGUE,
                            requires,
                            "must name what " + LintPass.name(tactic) + " requires (" + String.join(", ", missing)
                                    + ")",
                            "add it, or take the tactic from the campaign type");
                }
            }
        }
    }

    /** L35. */
    private static void plausible(LintPass pass) {
        for (PolicyNode template : pass.all(CATALOGUE, "/templates/*")) {
            PolicyNode type = template.get("campaign_type");
            PolicyNode weights = pass.at(OVERLAY, "/campaign_to_tactics/" + type.text());
            List<PolicyNode> tactics = tactics(pass, type.text());
            boolean suppresses = tactics.stream()
                    .anyMatch(tactic -> tactic.get("suppresses_events").bool());
            if (suppresses && type.text().equals("REFUND_ABUSE")) {
                pass.warn(OVERLAY, weights, "should not suppress the clearing that its refunds need", type.text());
            }
            if (named(pass, "/quota_models", template.get("quota"))
                            .map(quota -> quota.get("bursty").bool())
                            .orElse(false)
                    && tactics.stream()
                            .noneMatch(tactic -> tactic.get("inserts_flows").bool())) {
                pass.warn(OVERLAY, weights, "should own a tactic that inserts flows: its quota is bursty", type.text());
            }
            Optional<PolicyNode> schedule = named(pass, "/schedule_models", template.get("schedule"));
            if (schedule.isPresent()
                    && !schedule.get().get("kind").text().equals("FULL_SCENARIO")
                    && !schedule.get().get("start").text().equals("DRAWN")) {
                pass.warn(
                        CATALOGUE,
                        schedule.get().get("start"),
                        "should be DRAWN: else every campaign begins when the horizon does",
                        schedule.get().get("start").text());
            }
        }
    }

    /** L36: at the reference volume a window asks for what an instance may have. */
    private static void quotas(LintPass pass) {
        for (PolicyNode template : pass.all(CATALOGUE, "/templates/*")) {
            exists(pass, "/activation_models", template.get("activation"));
            exists(pass, "/targeting_filters", template.get("filter"));
            exists(pass, "/schedule_models", template.get("schedule"));
            exists(pass, "/quota_models", template.get("quota"));
            Optional<Double> targets = targets(pass, template);
            PolicyNode max = template.get("targets_max");
            PolicyNode min = template.get("targets_min");
            if (targets.isPresent() && targets.get() > max.number()) {
                pass.refuse(
                        CATALOGUE,
                        max,
                        "must be at least quota times window (" + LintPass.figure(targets.get()) + " flows)",
                        "raise targets_max, or lower the quota or the window");
            }
            if (targets.isPresent() && targets.get() < min.number()) {
                pass.refuse(
                        CATALOGUE,
                        min,
                        "must be at most quota times window (" + LintPass.figure(targets.get()) + " flows)",
                        "lower targets_min, or raise the quota or the window");
            }
            PolicyNode cap = pass.at(CATALOGUE, "/limits/targets_per_campaign_max");
            if (max.decimal().compareTo(cap.decimal()) > 0) {
                pass.refuse(
                        CATALOGUE,
                        max,
                        "must be at most targets_per_campaign_max ("
                                + cap.decimal().toPlainString() + ")",
                        "lower it or raise the limit");
            }
        }
    }

    private static void exists(LintPass pass, String models, PolicyNode name) {
        PolicyNode known = pass.at(CATALOGUE, models);
        if (!known.has(name.text())) {
            pass.refuse(
                    CATALOGUE,
                    name,
                    "must be one of " + String.join(", ", known.peek().keySet()),
                    "correct the name");
        }
    }

    private static Optional<PolicyNode> named(LintPass pass, String models, PolicyNode name) {
        PolicyNode known = pass.at(CATALOGUE, models);
        return known.has(name.text()) ? Optional.of(known.get(name.text())) : Optional.empty();
    }

    /** Flows of one instance at the reference volume and horizon. */
    private static Optional<Double> targets(LintPass pass, PolicyNode template) {
        Optional<PolicyNode> schedule = named(pass, "/schedule_models", template.get("schedule"));
        Optional<PolicyNode> quota = named(pass, "/quota_models", template.get("quota"));
        if (schedule.isEmpty() || quota.isEmpty()) {
            return Optional.empty();
        }
        double horizon = pass.at(CATALOGUE, "/limits/reference_horizon_days").number();
        PolicyNode duration = schedule.get().get("duration_seconds");
        double days =
                duration.isNull() ? horizon : schedule.get().get("windows").number() * duration.number() / DAY_SECONDS;
        return Optional.of(quota.get().get("per_day").number() * days);
    }

    /** L37: quotas scale with the world's volume, but an instance never leaves its bounds. */
    private static void volume(LintPass pass) {
        OptionalLong known = pass.world().map(WorldFacts::arrivals).orElse(OptionalLong.empty());
        if (known.isEmpty() || known.getAsLong() == 0) {
            pass.waitsFor("a world (its expected arrivals)");
            return;
        }
        double arrivals = known.getAsLong();
        double referenceDays =
                pass.at(CATALOGUE, "/limits/reference_horizon_days").number();
        double days = pass.world().get().horizonDays(referenceDays);
        double scale = arrivals
                / days
                / pass.at(CATALOGUE, "/limits/reference_arrivals_per_day").number();
        double cards = 0;
        double transfers = 0;
        for (PolicyNode template : pass.all(CATALOGUE, "/templates/*")) {
            Optional<Double> targets = targets(pass, template);
            Optional<PolicyNode> activation = named(pass, "/activation_models", template.get("activation"));
            if (targets.isEmpty() || activation.isEmpty() || !isFraud(pass, template)) {
                continue;
            }
            PolicyNode schedule =
                    named(pass, "/schedule_models", template.get("schedule")).orElseThrow();
            double stretch = schedule.get("duration_seconds").isNull() ? days / referenceDays : 1;
            double flows = instances(activation.get())
                    * Math.min(template.get("targets_max").number() * scale, targets.get() * stretch * scale);
            if (template.get("channels").texts().equals(List.of("BANK_RAIL"))) {
                transfers += flows;
            } else {
                cards += flows;
            }
        }
        String preset = pass.at(VALIDATION, "/reporting/preset").text();
        double factor = pass.at(VALIDATION, "/reporting/presets/" + preset + "/prevalence_factor")
                .number();
        double cardFlows = arrivals * APPROVED_CARD_SHARE;
        double transferFlows = arrivals * TRANSFER_SHARE;
        PolicyNode place = pass.at(CATALOGUE, "/quota_models");
        LawNodes.inside(
                pass,
                CATALOGUE,
                place,
                "expected card fraud, basis points of flows (divided by the preset's factor),",
                cards / cardFlows * BASIS_POINTS / factor,
                "X1",
                "ALL");
        LawNodes.inside(
                pass,
                CATALOGUE,
                place,
                "expected transfer fraud, basis points of flows,",
                transfers / transferFlows * BASIS_POINTS,
                "X7",
                "COUNT_BPS");
    }

    private static double instances(PolicyNode activation) {
        List<PolicyNode> counts = activation.get("counts").items();
        List<PolicyNode> weights = activation.get("weights").items();
        double mean = 0;
        for (int i = 0; i < Math.min(counts.size(), weights.size()); i++) {
            mean += counts.get(i).number() * weights.get(i).number();
        }
        return mean;
    }

    /** Abuse by the customer is no fraud of the payment statistics. */
    private static boolean isFraud(LintPass pass, PolicyNode template) {
        return pass.all(TRUTH, "/direct_rules/*").stream()
                .anyMatch(rule -> rule.get("campaign_type")
                                .texts()
                                .contains(template.get("campaign_type").text())
                        && rule.get("label").text().equals("FRAUD"));
    }

    /** L38. */
    private static void subtypes(LintPass pass) {
        List<String> subtypes = pass.at(TRUTH, "/vocabulary/truth_subtypes").texts();
        for (String map : List.of(
                "/detection/p_detect", "/detection/p_at_auth", "/dispute/p_dispute", "/chargeback/p_given_dispute")) {
            PolicyNode node = pass.at(BANK, map);
            TreeSet<String> missing = new TreeSet<>(subtypes);
            missing.removeAll(node.peek().keySet());
            if (!missing.isEmpty()) {
                pass.refuse(
                        BANK,
                        node,
                        "must have an entry for every truth subtype",
                        "without " + String.join(", ", missing),
                        "add " + String.join(", ", missing));
            }
            TreeSet<String> extra = new TreeSet<>(node.peek().keySet());
            extra.removeAll(subtypes);
            for (String name : extra) {
                pass.refuse(
                        BANK,
                        node.get(name),
                        "must be the entry of a truth subtype (" + String.join(", ", subtypes) + ")",
                        "\"" + name + "\"",
                        "correct the name or remove it");
            }
        }
    }

    /** L39. */
    private static void observable(LintPass pass) {
        TreeSet<String> seen = new TreeSet<>();
        for (String dataset : OBSERVABLE_ROWS) {
            for (RowSchema.Column column :
                    RowSchema.of("schema/row/" + dataset + ".schema.json").columns()) {
                if (column.visibility() == Visibility.TRAFFIC || column.visibility() == Visibility.CONTEXT) {
                    seen.add(column.name());
                }
            }
        }
        List<PolicyNode> fields = new ArrayList<>(pass.all(BANK, "/auth_decision/reads/*"));
        fields.addAll(pass.all(BANK, "/detection/rules/*/reads/*"));
        for (PolicyNode field : fields) {
            if (!seen.contains(field.text())) {
                pass.refuse(
                        BANK,
                        field,
                        "must be a traffic or context column of " + String.join(", ", OBSERVABLE_ROWS),
                        "read what a bank can see; outcomes and truth it cannot");
            }
        }
    }

    /** L40. */
    private static void anchors(LintPass pass) {
        for (PolicyNode result : pass.all(BANK, "/dispute/auth_results/*")) {
            if (!result.text().equals("APPROVED")) {
                pass.refuse(BANK, result, "must be APPROVED: a declined flow took no money", "remove it");
            }
        }
        for (PolicyNode delay : pass.all(DELAYS, "/delays/*")) {
            PolicyNode fallback = delay.get("anchor_fallback");
            boolean partial = delay.get("anchor").text().equals("CLEARING_TS");
            boolean total = !fallback.isNull() && !fallback.text().equals("CLEARING_TS");
            if (partial && !total) {
                pass.refuse(
                        DELAYS,
                        fallback,
                        "must be a time that every disputed flow has: an approved flow may never clear",
                        "set it to AUTH_RESPONSE_TS");
            }
        }
    }

    /** L41. */
    private static void durations(LintPass pass) {
        double sum = 0;
        for (String name : List.of("DISPUTE", "CHARGEBACK", "CHARGEBACK_DECISION", "CASE_CLOSE")) {
            sum += pass.at(DELAYS, "/delays/" + name + "/max_seconds").number();
        }
        PolicyNode cap = pass.at(CASES, "/limits/case_duration_seconds_max");
        if (sum > cap.number()) {
            pass.refuse(
                    CASES,
                    cap,
                    "must be at least the maxima of dispute, chargeback, decision and close (" + LintPass.figure(sum)
                            + " s)",
                    "raise it, or lower a maximum in " + DELAYS);
        }
        PolicyNode apart = pass.at(CASES, "/limits/close_after_last_event_seconds");
        if (apart.decimal().signum() <= 0) {
            pass.refuse(CASES, apart, "must be above 0: a decision and a close differ in time", "raise it");
        }
    }

    /** L42. */
    private static void delayCorridors(LintPass pass) {
        for (PolicyNode delay : pass.all(DELAYS, "/delays/*")) {
            PolicyNode corridor = delay.get("corridor");
            Optional<Truncated> law =
                    LawNodes.mixture(delay, "median_seconds", delay.get("min_seconds"), delay.get("max_seconds"));
            if (corridor.isNull() || law.isEmpty()) {
                continue;
            }
            double unit = corridor.get("unit_seconds").number();
            String slice = corridor.get("slice").text();
            String what = " of " + LintPass.name(delay) + " in units of " + LintPass.figure(unit) + " s";
            LawNodes.inside(pass, DELAYS, delay, "p50" + what, law.get().quantile(0.5) / unit, "X22", slice);
            LawNodes.inside(pass, DELAYS, delay, "p95" + what, law.get().quantile(0.95) / unit, "DELAY_P95", slice);
        }
    }
}
