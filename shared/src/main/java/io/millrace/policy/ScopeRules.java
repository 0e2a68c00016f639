package io.millrace.policy;

import io.millrace.base.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the run may do, and that only one pack judges it. */
final class ScopeRules {
    private static final String CONFIG = "behaviour_config_6B";
    private static final String VALIDATION = "segment_validation_policy_6B";
    private static final Pattern CORRIDOR_KEY = Pattern.compile("corridors?|thresholds?|realism_targets|bands?");

    /** Checks that publishing and verify run; a REQUIRED check outside this list would never be made. */
    static final Set<String> CHECKS_IN_CODE =
            Set.of("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "JUDGE", "REALISM");

    private ScopeRules() {}

    static List<LintRule> all() {
        return List.of(
                LintRule.always("L44", List.of(CONFIG), ScopeRules::scope),
                LintRule.always("L47", List.of(VALIDATION), ScopeRules::oneJudge));
    }

    /** L44. */
    private static void scope(LintPass pass) {
        disjoint(pass, "scenarios");
        disjoint(pass, "seeds");
        if (pass.world().isEmpty()) {
            pass.waitsFor("a world (its scenarios)");
            return;
        }
        WorldFacts world = pass.world().get();
        for (PolicyNode scenario : pass.all(CONFIG, "/scope/scenarios_allow/*")) {
            if (!world.scenarios().contains(scenario.text())) {
                pass.refuse(
                        CONFIG,
                        scenario,
                        "must be a scenario of the world (" + String.join(", ", world.scenarios()) + ")",
                        "correct the name or remove it");
            }
        }
        inScope(pass, "scenarios", world.scenarioId());
        inScope(pass, "seeds", world.seed());
    }

    private static void disjoint(LintPass pass, String kind) {
        List<String> blocked = pass.at(CONFIG, "/scope/" + kind + "_block").texts();
        for (PolicyNode allowed : pass.at(CONFIG, "/scope/" + kind + "_allow").items()) {
            if (blocked.contains(allowed.text())) {
                pass.refuse(
                        CONFIG,
                        allowed,
                        "must not stand in " + kind + "_block too",
                        "remove it from one of the two lists");
            }
        }
    }

    private static void inScope(LintPass pass, String kind, String value) {
        PolicyNode allow = pass.at(CONFIG, "/scope/" + kind + "_allow");
        PolicyNode block = pass.at(CONFIG, "/scope/" + kind + "_block");
        boolean listed = allow.items().isEmpty() || allow.texts().contains(value);
        if (listed && !block.texts().contains(value)) {
            return;
        }
        PolicyNode place = listed ? block : allow;
        String must = (listed ? "must not list " : "must list ") + value + ", which this run is for";
        if (pass.at(CONFIG, "/degrade/on_scope_miss").text().equals("SKIP")) {
            pass.warn(CONFIG, place, must, String.join(", ", place.texts()) + "; on_scope_miss SKIP ends the run");
        } else {
            pass.refuse(
                    ErrorCode.SCOPE_EXCLUDED,
                    CONFIG,
                    place,
                    must,
                    String.join(", ", place.texts()),
                    "change the list, or run another " + kind.substring(0, kind.length() - 1));
        }
    }

    /** L47: corridors and thresholds of runs stand in the validation policy, and its required checks exist. */
    private static void oneJudge(LintPass pass) {
        for (PolicyPack pack : pass.packs().behaviour().values()) {
            if (!pack.policyId().equals(VALIDATION)) {
                corridorsOutside(pass, pack.policyId(), pack.root());
            }
        }
        PolicyNode corridors = pass.at(VALIDATION, "/corridors");
        for (PolicyPack pack : pass.packs().all().values()) {
            if (pack.root().has("realism")) {
                for (PolicyNode metric : pass.all(pack.policyId(), "/realism/metrics/*")) {
                    if (!corridors.has(metric.text())) {
                        pass.refuse(
                                pack.policyId(),
                                metric,
                                "must have a corridor in " + VALIDATION,
                                "correct the metric, or give it a corridor there");
                    }
                }
            }
        }
        for (PolicyNode metric : pass.all(VALIDATION, "/reporting/required_metrics/*")) {
            if (!corridors.has(metric.text())) {
                pass.refuse(VALIDATION, metric, "must have a corridor", "add it to corridors, or remove it here");
            }
        }
        for (PolicyNode check : pass.all(VALIDATION, "/checks/*")) {
            PolicyNode id = check.get("check_id");
            if (check.get("severity").text().equals("REQUIRED") && !CHECKS_IN_CODE.contains(id.text())) {
                pass.refuse(
                        VALIDATION,
                        id,
                        "must be a check that this program makes, since it is REQUIRED",
                        "remove it, or make it WARN");
            }
        }
        for (PolicyNode slice : pass.all(VALIDATION, "/corridors/*/*")) {
            nested(pass, slice, "pass", "good");
            nested(pass, slice, "good", "excellent");
        }
    }

    private static void nested(LintPass pass, PolicyNode slice, String outer, String inner) {
        PolicyNode wide = slice.get(outer);
        PolicyNode narrow = slice.get(inner);
        if (narrow.get("min").decimal().compareTo(wide.get("min").decimal()) < 0
                || narrow.get("max").decimal().compareTo(wide.get("max").decimal()) > 0
                || narrow.get("min").decimal().compareTo(narrow.get("max").decimal()) > 0) {
            pass.refuse(
                    VALIDATION,
                    narrow,
                    "must be a band inside " + outer + " ("
                            + wide.get("min").decimal().toPlainString() + " to "
                            + wide.get("max").decimal().toPlainString() + ")",
                    "narrow " + inner + " or widen " + outer);
        }
    }

    private static void corridorsOutside(LintPass pass, String policyId, PolicyNode node) {
        if (node.isList()) {
            node.items().forEach(item -> corridorsOutside(pass, policyId, item));
        } else if (node.isMap()) {
            for (Map.Entry<String, PolicyNode> child : node.peek().entrySet()) {
                boolean reference = child.getValue().isNull()
                        || (child.getValue().isMap() && child.getValue().has("slice"));
                if (CORRIDOR_KEY.matcher(child.getKey()).matches() && !reference) {
                    pass.refuse(
                            policyId,
                            child.getValue(),
                            "must stand in " + VALIDATION + ", which owns all corridors and thresholds",
                            "move it there");
                } else {
                    corridorsOutside(pass, policyId, child.getValue());
                }
            }
        }
    }
}
