package io.millrace.policy;

import io.millrace.random.Decision;
import io.millrace.random.Philox2x64;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Draws as the program makes them, each named once, none from anything but ids. */
final class RandomRules {
    private static final String PROFILE = "rng_profile_layer3";
    private static final String LABELS = "label_rng_policy_6B";
    private static final String BANK = "bank_view_policy_6B";
    private static final String TRUTH = "truth_labelling_policy_6B";
    private static final String DELAYS = "delay_models_6B";
    private static final List<String> RNG_PACKS =
            List.of("rng_policy_6B", "flow_rng_policy_6B", "fraud_rng_policy_6B", LABELS);
    /** Words for what changes between runs of one world, or between ways to run. */
    private static final Set<String> FORBIDDEN = Set.of(
            "run_id",
            "parameter_hash",
            "ph",
            "scenario_id",
            "clock",
            "now",
            "subtask",
            "attempt",
            "partition",
            "row_index");

    /** Draws of states that the program does not have yet: docs/laws/random.md, reserved. */
    private static final Map<String, Set<String>> RESERVED = Map.of(
            "rng_event_campaign_activation", Set.of("ACTIVATE_TEMPLATE", "SCHEDULE_START"),
            "rng_event_campaign_targeting", Set.of("SELECT_TARGET", "QUOTA_REALISATION"),
            "rng_event_overlay_mutation",
                    Set.of("SELECT_TACTIC", "APPLY_MUTATION_PARAM", "SELECT_SWAP_CANDIDATE", "SELECT_ROUTING_ANOMALY"),
            "rng_event_truth_label_ambiguity", Set.of("TRUTH"),
            "rng_event_detection_delay", Set.of("AUTH_DECISION", "DETECT_FLAG", "DETECT_AT_AUTH_FLAG", "DETECT_DELAY"),
            "rng_event_dispute_delay", Set.of("DISPUTE_FLAG", "DISPUTE_DELAY"),
            "rng_event_chargeback_delay",
                    Set.of(
                            "CHARGEBACK_FLAG",
                            "CHARGEBACK_TYPE",
                            "CHARGEBACK_OUTCOME",
                            "CHARGEBACK_DELAY",
                            "CHARGEBACK_DECISION_DELAY"),
            "rng_event_case_timeline", Set.of("CASE_CLOSE_DELAY"));

    private RandomRules() {}

    /** What the counter of a decision is made of, as the packs write it. */
    private record Counter(String hi, String lo) {}

    static List<LintRule> all() {
        return List.of(
                LintRule.always("L29", RNG_PACKS, RandomRules::registered),
                LintRule.always("L30", RNG_PACKS, RandomRules::asTheProgram),
                LintRule.always("L31", RNG_PACKS, RandomRules::pure),
                LintRule.always("L32", List.of(LABELS, BANK, TRUTH, DELAYS), RandomRules::labelDecisions),
                LintRule.always("L48", List.of(PROFILE), RandomRules::knownAnswers));
    }

    /** L29: declared and registered are the same, and every family has one pack. */
    private static void registered(LintPass pass) {
        Map<String, Set<String>> registered = new TreeMap<>(RESERVED);
        for (Decision decision : Decision.traffic()) {
            registered
                    .computeIfAbsent(decision.family().text(), family -> new TreeSet<>())
                    .add(decision.name());
        }
        Map<String, String> packByFamily = new HashMap<>();
        for (String pack : RNG_PACKS) {
            for (PolicyNode family : pass.all(pack, "/families/*")) {
                PolicyNode name = family.get("family");
                String other = packByFamily.put(name.text(), pack);
                if (other != null) {
                    pass.refuse(pack, name, "must stand in one pack, once (also in " + other + ")", "remove one");
                } else if (!registered.containsKey(name.text())) {
                    pass.refuse(
                            pack,
                            name,
                            "must be a family of this program (" + String.join(", ", registered.keySet()) + ")",
                            "correct the name or remove the family");
                } else {
                    declared(pass, pack, family, registered.get(name.text()));
                }
            }
        }
        for (String family : registered.keySet()) {
            if (!packByFamily.containsKey(family)) {
                pass.refuse(
                        packOf(family),
                        pass.at(packOf(family), "/families"),
                        "must declare every family that this program draws from",
                        "without " + family,
                        "declare " + family);
            }
        }
    }

    private static void declared(LintPass pass, String pack, PolicyNode family, Set<String> registered) {
        TreeSet<String> missing = new TreeSet<>(registered);
        for (PolicyNode decision : family.get("decisions").items()) {
            PolicyNode name = decision.get("decision");
            if (!registered.contains(name.text())) {
                pass.refuse(
                        pack,
                        name,
                        "must be a decision of this program (" + String.join(", ", new TreeSet<>(registered)) + ")",
                        "correct the name or remove the decision");
            }
            missing.remove(name.text());
        }
        if (!missing.isEmpty()) {
            pass.refuse(
                    pack,
                    family.get("decisions"),
                    "must declare every decision of the family",
                    "without " + String.join(", ", missing),
                    "declare " + String.join(", ", missing));
        }
    }

    /** Where a family that nobody declares belongs. */
    private static String packOf(String family) {
        if (RESERVED.containsKey(family)) {
            return family.contains("campaign") || family.contains("overlay") ? "fraud_rng_policy_6B" : LABELS;
        }
        boolean attach = Decision.traffic().stream()
                .anyMatch(decision -> decision.family().text().equals(family)
                        && decision.family().stage().equals("S1"));
        return attach ? "rng_policy_6B" : "flow_rng_policy_6B";
    }

    /** L30. */
    private static void asTheProgram(LintPass pass) {
        for (String pack : RNG_PACKS) {
            for (PolicyNode declared : pass.all(pack, "/families/*/decisions/*")) {
                if (declared.get("blocks").int32() != 1) {
                    pass.refuse(pack, declared.get("blocks"), "must be 1: one block per evaluation", "set it to 1");
                }
                Decision.traffic().stream()
                        .filter(decision ->
                                decision.name().equals(declared.get("decision").text()))
                        .findFirst()
                        .ifPresent(decision -> {
                            same(pass, pack, declared.get("draws"), Integer.toString(decision.draws()));
                            Counter counter = counter(decision);
                            same(pass, pack, declared.get("hi"), counter.hi);
                            same(pass, pack, declared.get("lo"), counter.lo);
                        });
            }
        }
    }

    private static void same(LintPass pass, String pack, PolicyNode node, String own) {
        String text = node.isText() ? node.text() : node.decimal().toPlainString();
        if (!text.equals(own)) {
            pass.refuse(
                    pack,
                    node,
                    "must be what this program does (" + own + ")",
                    "restore it; a changed draw is a changed law");
        }
    }

    private static Counter counter(Decision decision) {
        if (decision == Decision.ENDPOINT_TRIP) {
            return new Counter("zone,hour", "source_class,country_code,mode,trip");
        }
        return switch (decision.kind()) {
            case ARRIVAL -> new Counter("arrival_key", "0");
            case ARRIVAL_PAIR -> new Counter("arrival_key_earlier", "arrival_key_later");
            case VISIT -> new Counter("merchant_ordinal,hour", "visit_slot|channel,place_code,cell");
            case SOURCE -> new Counter("source_place|zone,hour", "source_class,country_code,channel|mode,rank|trip");
            case PARTY_STAY -> new Counter("party_id", "stay_block");
            case PARTY_DAY -> new Counter("party_id", "country_code,utc_day,try");
            case PARTY_MERCHANT -> new Counter("party_id", "merchant_ordinal,channel");
            case FLOW -> new Counter("flow_id", "0");
            case FLOW_SLOT -> new Counter("flow_id", "event_slot");
            case ACCOUNT -> new Counter("account_id", "0");
            case MERCHANT -> new Counter("merchant_id", "0");
            case MERCHANT_ITEM -> new Counter("merchant_id", "item");
            case STRUCTURE,
                    PARTY,
                    PARTY_SLOT,
                    ACCOUNT_SLOT,
                    INSTRUMENT,
                    DEVICE,
                    DEVICE_SLOT,
                    IP,
                    BRAND,
                    BRAND_COUNTRY,
                    SHAPE_COUNTRY,
                    MERCHANT_INDEX,
                    MERCHANT_COUNTRY_SITE,
                    FIELD_HOUR,
                    MERCHANT_DAY,
                    ROW_HOUR,
                    ROW_VISIT,
                    ROW_FOLLOW_UP ->
                throw new IllegalArgumentException(decision + " is a draw of a world, which no rng pack declares");
        };
    }

    /** L31: a key is (family, decision); the same pair twice would draw the same numbers for two purposes. */
    private static void pure(LintPass pass) {
        Map<String, PolicyNode> first = new HashMap<>();
        for (String pack : RNG_PACKS) {
            for (PolicyNode family : pass.all(pack, "/families/*")) {
                for (PolicyNode decision : family.get("decisions").items()) {
                    PolicyNode name = decision.get("decision");
                    String key = family.get("family").text() + " " + name.text();
                    PolicyNode before = first.putIfAbsent(key, name);
                    if (before != null) {
                        pass.refuse(
                                pack,
                                name,
                                "must stand once in its family, since it is the key (first at " + before.pointer()
                                        + ")",
                                "rename or remove one");
                    }
                    noRunState(pass, pack, decision.get("hi"));
                    noRunState(pass, pack, decision.get("lo"));
                }
            }
        }
    }

    private static void noRunState(LintPass pass, String pack, PolicyNode word) {
        for (String part : word.text().split("[,|]")) {
            if (FORBIDDEN.contains(part)) {
                pass.refuse(
                        pack,
                        word,
                        "must be made of ids of the data, never of " + part,
                        "take " + part + " out of the counter");
            }
        }
    }

    /** L32. */
    private static void labelDecisions(LintPass pass) {
        TreeSet<String> known = new TreeSet<>();
        pass.all(LABELS, "/families/*/decisions/*")
                .forEach(node -> known.add(node.get("decision").text()));
        List<PolicyNode> used = new ArrayList<>();
        used.add(pass.at(BANK, "/auth_decision/decision"));
        used.addAll(pass.all(BANK, "/detection/decisions/*"));
        used.add(pass.at(BANK, "/dispute/decision"));
        used.addAll(pass.all(BANK, "/chargeback/decisions/*"));
        used.forEach(node -> declared(pass, BANK, node, known, "label_rng_policy_6B"));
        pass.all(DELAYS, "/delays/*").forEach(node -> declared(pass, DELAYS, node.get("decision"), known, LABELS));
        pass.all(TRUTH, "/ambiguity_models/*")
                .forEach(node -> declared(pass, TRUTH, node.get("decision"), known, LABELS));
    }

    private static void declared(LintPass pass, String pack, PolicyNode decision, Set<String> known, String owner) {
        if (!known.contains(decision.text())) {
            pass.refuse(
                    pack,
                    decision,
                    "must be a decision of " + owner + " (" + String.join(", ", known) + ")",
                    "correct the name, or declare it there");
        }
    }

    /** L48. */
    private static void knownAnswers(LintPass pass) {
        for (PolicyNode answer : pass.all(PROFILE, "/known_answers/*")) {
            long[] lanes = new long[2];
            Philox2x64.block(
                    hex(answer.get("key_hex")),
                    hex(answer.get("counter_hi_hex")),
                    hex(answer.get("counter_lo_hex")),
                    lanes);
            lane(pass, answer.get("x0_hex"), lanes[0]);
            lane(pass, answer.get("x1_hex"), lanes[1]);
        }
    }

    private static void lane(LintPass pass, PolicyNode published, long own) {
        if (hex(published) != own) {
            pass.refuse(
                    PROFILE,
                    published,
                    "must be what this program computes (" + String.format("%016x", own) + ")",
                    "restore the published answer; if it is right, the engine is wrong");
        }
    }

    private static long hex(PolicyNode word) {
        return Long.parseUnsignedLong(word.text(), 16);
    }
}
