package io.millrace.policy;

import io.millrace.contract.Channel;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Sessions, orders and the sizes of flows: one owner each, and limits that fit into one another. */
final class SessionRules {
    private static final String SESSION = "sessionisation_policy_6B";
    private static final String SHAPE = "flow_shape_policy_6B";
    private static final String CONFIG = "behaviour_config_6B";
    private static final Pattern SESSION_KEY =
            Pattern.compile("session_span.*|.*per_session.*|session_gap.*|timeout_seconds|hard_break.*");
    /** Draws the line between packs: what a run may measure of sessions without owning their law. */
    private static final Set<String> MEASURES = Set.of("sessions_per_arrival_max");

    private SessionRules() {}

    static List<LintRule> all() {
        return List.of(
                LintRule.always("L17", List.of(SESSION), SessionRules::gapAndCaps),
                LintRule.always("L18", List.of(), SessionRules::oneSessionLaw),
                LintRule.always("L19", List.of(SHAPE, CONFIG), SessionRules::sizes));
    }

    /** L17. */
    private static void gapAndCaps(LintPass pass) {
        PolicyNode timeout = pass.at(SESSION, "/gap/timeout_seconds");
        PolicyNode hardBreak = pass.at(SESSION, "/gap/hard_break_seconds");
        PolicyNode span = pass.at(SESSION, "/caps/session_span_seconds_max");
        if (timeout.decimal().signum() <= 0) {
            pass.refuse(SESSION, timeout, "must be above 0", "raise timeout_seconds");
        }
        if (hardBreak.decimal().compareTo(timeout.decimal()) <= 0) {
            pass.refuse(
                    SESSION,
                    hardBreak,
                    "must be above timeout_seconds (" + text(timeout) + ")",
                    "raise hard_break_seconds or lower timeout_seconds");
        }
        if (span.decimal().compareTo(timeout.decimal()) < 0) {
            pass.refuse(
                    SESSION,
                    span,
                    "must be at least timeout_seconds (" + text(timeout) + ")",
                    "raise session_span_seconds_max or lower timeout_seconds");
        }
        for (PolicyNode cap : pass.at(SESSION, "/caps").peek().values()) {
            if (cap.decimal().compareTo(BigDecimal.ONE) < 0) {
                pass.refuse(SESSION, cap, "must be at least 1", "raise it");
            }
        }
    }

    /** L18: spans, gaps and caps of sessions stand in one pack. */
    private static void oneSessionLaw(LintPass pass) {
        for (PolicyPack pack : pass.packs().all().values()) {
            if (!pack.policyId().equals(SESSION)) {
                sessionKeys(pass, pack.policyId(), pack.root());
            }
        }
    }

    private static void sessionKeys(LintPass pass, String policyId, PolicyNode node) {
        if (node.isList()) {
            node.items().forEach(item -> sessionKeys(pass, policyId, item));
        } else if (node.isMap()) {
            for (Map.Entry<String, PolicyNode> child : node.peek().entrySet()) {
                if (SESSION_KEY.matcher(child.getKey()).matches() && !MEASURES.contains(child.getKey())) {
                    pass.refuse(
                            policyId,
                            child.getValue(),
                            "must stand in " + SESSION + " only, which owns spans, gaps and caps of sessions",
                            "remove " + child.getKey() + " here");
                }
                sessionKeys(pass, policyId, child.getValue());
            }
        }
    }

    /** L19. */
    private static void sizes(LintPass pass) {
        PolicyNode eventsMax = pass.at(SHAPE, "/limits/events_per_flow_max");
        for (PolicyNode template : pass.all(SHAPE, "/templates/*")) {
            if (template.items().size() > eventsMax.int32()) {
                pass.refuse(
                        SHAPE,
                        template,
                        "must have at most events_per_flow_max (" + eventsMax.int32() + ") events",
                        template.items().size() + " events",
                        "raise limits.events_per_flow_max or shorten the template");
            }
        }
        PolicyNode attemptsMax = pass.at(SHAPE, "/limits/attempts_per_order_max");
        for (Channel channel : Channel.values()) {
            PolicyNode order = pass.at(SHAPE, "/orders/" + channel.token());
            PolicyNode attempts = order.get("attempts_max");
            if (attempts.int32() > attemptsMax.int32()) {
                pass.refuse(
                        SHAPE,
                        attempts,
                        "must be at most attempts_per_order_max (" + attemptsMax.int32() + ")",
                        "lower it or raise limits.attempts_per_order_max");
            }
            PolicyNode window = order.get("window_seconds");
            PolicyNode gap = order.get("min_gap_seconds");
            if (window.decimal().compareTo(gap.decimal()) <= 0) {
                pass.refuse(
                        SHAPE,
                        window,
                        "must be above min_gap_seconds (" + text(gap) + ")",
                        "raise window_seconds or lower min_gap_seconds");
            }
        }
        for (PolicyNode guardrail : pass.all(CONFIG, "/guardrails/*")) {
            for (PolicyPack pack : pass.packs().all().values()) {
                if (!pack.policyId().equals(CONFIG)) {
                    capsBelow(pass, guardrail, pack.policyId(), pack.root());
                }
            }
        }
    }

    private static void capsBelow(LintPass pass, PolicyNode guardrail, String policyId, PolicyNode node) {
        if (node.isList()) {
            node.items().forEach(item -> capsBelow(pass, guardrail, policyId, item));
        } else if (node.isMap()) {
            for (Map.Entry<String, PolicyNode> child : node.peek().entrySet()) {
                boolean same = child.getKey().equals(LintPass.name(guardrail))
                        && child.getValue().isNumber();
                if (same && guardrail.decimal().compareTo(child.getValue().decimal()) < 0) {
                    pass.refuse(
                            CONFIG,
                            guardrail,
                            "must be at least the cap of " + policyId + "#"
                                    + child.getValue().pointer() + " (" + text(child.getValue()) + ")",
                            "raise the guardrail, or lower the cap where it is owned");
                }
                capsBelow(pass, guardrail, policyId, child.getValue());
            }
        }
    }

    private static String text(PolicyNode number) {
        return number.decimal().toPlainString();
    }
}
