package io.millrace.policy;

import io.millrace.contract.Channel;
import io.millrace.contract.EventType;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.table.Truncated;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** Events in order, in time, and as fast as the corridors ask. */
final class TimingRules {
    private static final String SHAPE = "flow_shape_policy_6B";
    private static final String TIMING = "timing_policy_6B";
    private static final String CONFIG = "behaviour_config_6B";
    private static final String VALIDATION = "segment_validation_policy_6B";
    private static final String NO_REASON = "NONE";
    private static final int SLICES = 100;
    private static final double DAY_SECONDS = 86_400;
    /** Horizon of the figures when no world says another: a quarter. */
    private static final double REFERENCE_HORIZON_DAYS = 90;
    /** Words of the grammar, by template id: docs/laws/flows.md. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("1", "Q A C"),
            Map.entry("2", "Q A C F"),
            Map.entry("3", "Q A V"),
            Map.entry("4", "Q A"),
            Map.entry("5", "Q A"),
            Map.entry("6", "Q S P A C"),
            Map.entry("7", "Q S P A C F"),
            Map.entry("8", "Q S P A V"),
            Map.entry("9", "Q S P A"),
            Map.entry("10", "Q S P A"),
            Map.entry("11", "Q S P A"),
            Map.entry("12", "Q S A"));

    private static final Map<Character, EventType> LETTERS = Map.of(
            'Q', EventType.AUTH_REQUEST,
            'A', EventType.AUTH_RESPONSE,
            'S', EventType.STEP_UP_CHALLENGE,
            'P', EventType.STEP_UP_COMPLETE,
            'C', EventType.CLEARING,
            'F', EventType.REFUND,
            'V', EventType.REVERSAL);

    /** Conditions of a binding; which cells can be reached is {@link #bindings}' matter. */
    private static final RuleTable BINDING = new RuleTable()
            .over("event_type", VocabularyRules.tokenList(EventType.values()))
            .over("channel", VocabularyRules.tokenList(Channel.values()))
            .over("price_class", VocabularyRules.tokenList(PriceClass.values()))
            .over("reason_code", List.of());

    private TimingRules() {}

    static List<LintRule> all() {
        return List.of(
                LintRule.always("L20", List.of(SHAPE), TimingRules::grammar),
                LintRule.always("L21", List.of(SHAPE, TIMING, VALIDATION), TimingRules::feasible),
                LintRule.always("L22", List.of(SHAPE, TIMING, CONFIG), TimingRules::tails),
                LintRule.always("L23", List.of(SHAPE, TIMING, VALIDATION), TimingRules::corridors));
    }

    /** Bindings over every case that a flow can reach. */
    static RuleTable bindings(LintPass pass) {
        List<String> reasons = new ArrayList<>(List.of(NO_REASON));
        reasons.addAll(VocabularyRules.tokenList(ReasonCode.values()));
        TreeSet<String> challenged = new TreeSet<>();
        TreeSet<String> declined = new TreeSet<>();
        for (Channel channel : Channel.values()) {
            if (isChallenged(pass, channel.token())) {
                challenged.add(channel.token());
            }
            for (PolicyNode weight : pass.all(SHAPE, "/decline/reason_weights/" + channel.token() + "/*")) {
                if (weight.decimal().signum() > 0) {
                    declined.add(channel.token() + " " + LintPass.name(weight));
                }
            }
        }
        return new RuleTable()
                .over("event_type", VocabularyRules.tokenList(EventType.values()))
                .over("channel", VocabularyRules.tokenList(Channel.values()))
                .over("price_class", VocabularyRules.tokenList(PriceClass.values()))
                .over("reason_code", reasons)
                .where(cell -> reachable(challenged, declined, cell));
    }

    private static boolean reachable(Set<String> challenged, Set<String> declined, Map<String, String> cell) {
        EventType event = EventType.valueOf(cell.get("event_type"));
        String channel = cell.get("channel");
        String reason = cell.get("reason_code");
        return switch (event) {
            case AUTH_REQUEST -> false;
            case STEP_UP_CHALLENGE, STEP_UP_COMPLETE -> challenged.contains(channel) && reason.equals(NO_REASON);
            case AUTH_RESPONSE ->
                reason.equals(NO_REASON)
                        || (challenged.contains(channel) && isOfChallenge(reason))
                        || declined.contains(channel + " " + reason);
            case CLEARING, REVERSAL -> reason.equals(NO_REASON);
            case REFUND ->
                reason.equals(NO_REASON)
                        && !channel.equals(Channel.ATM.token())
                        && !channel.equals(Channel.BANK_RAIL.token());
        };
    }

    private static boolean isOfChallenge(String reason) {
        return reason.equals(ReasonCode.S1.token()) || reason.equals(ReasonCode.S2.token());
    }

    static boolean isChallenged(LintPass pass, String channel) {
        PolicyNode step = pass.at(SHAPE, "/step_up/" + channel);
        return step.get("p_base_sca").decimal().signum() > 0
                || step.get("p_base_other").decimal().signum() > 0;
    }

    /** Part of L05: every event that can happen has a law, and the law exists. */
    static void everyEventIsTimed(LintPass pass) {
        PolicyNode rows = pass.at(TIMING, "/bindings");
        RuleTable.Verdict verdict = bindings(pass).judge(rows.items());
        if (!verdict.uncovered().isEmpty()) {
            pass.refuse(
                    TIMING,
                    rows,
                    "must give every event that can happen a law",
                    "none for " + RuleTableRules.cells(verdict.uncovered()),
                    "add a binding, or widen one");
        }
        PolicyNode laws = pass.at(TIMING, "/laws");
        for (PolicyNode row : rows.items()) {
            PolicyNode law = row.get("law");
            if (!laws.has(law.text())) {
                pass.refuse(
                        TIMING,
                        law,
                        "must be one of " + String.join(", ", laws.peek().keySet()),
                        "correct the name, or add the law");
            }
        }
    }

    /** L20: the words of the grammar, in which refunds follow clearing, voids replace it, and a decline is final. */
    private static void grammar(LintPass pass) {
        for (PolicyNode template : pass.all(SHAPE, "/templates/*")) {
            String word = WORDS.get(LintPass.name(template));
            if (word == null) {
                continue;
            }
            List<String> events = Arrays.stream(word.split(" "))
                    .map(letter -> LETTERS.get(letter.charAt(0)).token())
                    .toList();
            if (!template.texts().equals(events)) {
                pass.refuse(
                        SHAPE,
                        template,
                        "must be " + String.join(" ", events)
                                + ": REFUND only after CLEARING, REVERSAL in place of it, nothing after a decline",
                        String.join(" ", template.texts()),
                        "restore the word of the grammar");
            }
        }
    }

    /** L21. */
    private static void feasible(LintPass pass) {
        double massMin = pass.at(VALIDATION, "/thresholds/law_mass_min").number();
        laws(pass).forEach((name, law) -> {
            if (law.mass() < massMin) {
                pass.refuse(
                        TIMING,
                        pass.at(TIMING, "/laws").get(name),
                        "must keep at least " + LintPass.figure(massMin) + " of its mass inside its bounds",
                        LintPass.figure(law.mass()),
                        "widen min_seconds and max_seconds, or narrow the law");
            }
        });
        // Without a world one day, the shortest horizon; a scenario without end holds every template.
        double horizonSeconds = pass.world()
                .map(world -> world.horizonDays(Double.POSITIVE_INFINITY) * DAY_SECONDS)
                .orElse(DAY_SECONDS);
        for (Channel channel : Channel.values()) {
            List<Map<EventType, PolicyNode>> timetable = timetable(pass, channel);
            for (PolicyNode template : templatesOf(pass, channel)) {
                double least = longest(
                        timetable, template, law -> law.get("min_seconds").number());
                if (least >= horizonSeconds) {
                    pass.refuse(
                            SHAPE,
                            template,
                            "must fit into the horizon (" + LintPass.figure(horizonSeconds) + " s) on "
                                    + channel.token(),
                            "at least " + LintPass.figure(least) + " s",
                            "lower min_seconds of its laws, or lengthen the horizon");
                }
            }
        }
        for (Channel channel : Channel.values()) {
            if (isChallenged(pass, channel.token())) {
                abandoned(pass, channel);
            }
        }
    }

    /** Whoever gives up has waited longer than most who go on. */
    private static void abandoned(LintPass pass, Channel channel) {
        Optional<PolicyNode> gaveUp =
                lawOf(pass, EventType.AUTH_RESPONSE, channel, PriceClass.GENERAL, ReasonCode.S2.token());
        Optional<PolicyNode> complete = lawOf(pass, EventType.STEP_UP_COMPLETE, channel, PriceClass.GENERAL, NO_REASON);
        Optional<Truncated> law = complete.flatMap(TimingRules::distribution);
        if (gaveUp.isPresent() && law.isPresent()) {
            PolicyNode min = gaveUp.get().get("min_seconds");
            double median = law.get().quantile(0.5);
            if (min.number() <= median) {
                pass.refuse(
                        TIMING,
                        min,
                        "must be above the median of " + LintPass.name(complete.get()) + " (" + LintPass.figure(median)
                                + " s), which it gives up on",
                        "raise it");
            }
        }
    }

    /** L22: figures per channel; the share that stays open is what the guardrail bounds. */
    private static void tails(LintPass pass) {
        PolicyNode guardrail = pass.at(CONFIG, "/guardrails/open_at_horizon_share_max");
        double days = pass.world()
                .map(world -> world.horizonDays(REFERENCE_HORIZON_DAYS))
                .orElse(REFERENCE_HORIZON_DAYS);
        double horizon = (days + pass.at(TIMING, "/settlement_tail_days").number()) * DAY_SECONDS;
        SortedMap<String, Truncated> laws = laws(pass);
        Map<String, Double> p99 = new HashMap<>();
        Map<String, Double> open = new HashMap<>();
        laws.forEach((name, law) -> {
            p99.put(name, law.quantile(0.99));
            open.put(name, openShare(law, horizon));
        });
        StringBuilder was = new StringBuilder();
        double openMax = 0;
        for (Channel channel : Channel.values()) {
            List<Map<EventType, PolicyNode>> timetable = timetable(pass, channel);
            double tail = 0;
            for (PolicyNode template : templatesOf(pass, channel)) {
                tail = Math.max(tail, longest(timetable, template, law -> p99.getOrDefault(LintPass.name(law), 0.0)));
            }
            double share = openShare(timetable, open);
            openMax = Math.max(openMax, share);
            was.append(was.length() == 0 ? "" : ", ")
                    .append(channel.token())
                    .append(' ')
                    .append(LintPass.figure(tail / DAY_SECONDS))
                    .append(" d and ")
                    .append(LintPass.figure(share));
        }
        String must = "longest template at p99 of each step, and expected share open at the end of "
                + LintPass.figure(horizon / DAY_SECONDS) + " days, should stay below "
                + guardrail.decimal().toPlainString();
        if (openMax >= guardrail.number()) {
            pass.warn(CONFIG, guardrail, must, was.toString());
        } else {
            pass.note(CONFIG, guardrail, must, was.toString());
        }
    }

    /** Mean over the price classes that clear on the channel. */
    private static double openShare(List<Map<EventType, PolicyNode>> timetable, Map<String, Double> open) {
        return timetable.stream()
                .filter(laws -> laws.containsKey(EventType.CLEARING))
                .mapToDouble(laws -> open.getOrDefault(LintPass.name(laws.get(EventType.CLEARING)), 0.0))
                .average()
                .orElse(0);
    }

    /**
     * Share of the flows that begin evenly over the horizon and have not cleared at its end: the mean delay, cut at the
     * horizon, over the horizon.
     */
    private static double openShare(Truncated law, double horizonSeconds) {
        double sum = 0;
        for (int slice = 0; slice < SLICES; slice++) {
            sum += Math.min(horizonSeconds, law.quantile((slice + 0.5) / SLICES));
        }
        return sum / SLICES / horizonSeconds;
    }

    /** L23. */
    private static void corridors(LintPass pass) {
        laws(pass).forEach((name, law) -> {
            PolicyNode place = pass.at(TIMING, "/laws").get(name);
            LawNodes.inside(pass, TIMING, place, "p50 of " + name + ", seconds,", law.quantile(0.5), "LAW_P50", name);
            LawNodes.inside(pass, TIMING, place, "p95 of " + name + ", seconds,", law.quantile(0.95), "LAW_P95", name);
            LawNodes.inside(pass, TIMING, place, "p99 of " + name + ", seconds,", law.quantile(0.99), "LAW_P99", name);
        });
        for (Channel channel : Channel.values()) {
            Optional<AnswerTimes> times = AnswerTimes.of(pass, FlowShares.of(pass, channel));
            if (times.isPresent()) {
                PolicyNode place = pass.at(TIMING, "/bindings");
                String slice = "REQUEST_TO_ANSWER." + channel.token();
                String what = " of request to answer on " + channel.token() + ", seconds,";
                LawNodes.inside(pass, TIMING, place, "p50" + what, times.get().quantile(0.5), "LAW_P50", slice);
                LawNodes.inside(pass, TIMING, place, "p95" + what, times.get().quantile(0.95), "LAW_P95", slice);
                LawNodes.inside(pass, TIMING, place, "p99" + what, times.get().quantile(0.99), "LAW_P99", slice);
            }
        }
    }

    /** Laws that are laws, by name. */
    private static SortedMap<String, Truncated> laws(LintPass pass) {
        TreeMap<String, Truncated> laws = new TreeMap<>();
        for (PolicyNode node : pass.all(TIMING, "/laws/*")) {
            distribution(node).ifPresent(law -> laws.put(LintPass.name(node), law));
        }
        return laws;
    }

    static Optional<Truncated> distribution(PolicyNode law) {
        return LawNodes.mixture(law, "median_seconds", law.get("min_seconds"), law.get("max_seconds"));
    }

    /** Node of the law that times an event; absent when none does, which L05 says. */
    static Optional<PolicyNode> lawOf(
            LintPass pass, EventType event, Channel channel, PriceClass priceClass, String reason) {
        List<PolicyNode> rows = pass.at(TIMING, "/bindings").items();
        int row = BINDING.firstMatch(
                rows,
                Map.of(
                        "event_type", event.token(),
                        "channel", channel.token(),
                        "price_class", priceClass.token(),
                        "reason_code", reason));
        if (row < 0) {
            return Optional.empty();
        }
        PolicyNode laws = pass.at(TIMING, "/laws");
        String name = rows.get(row).get("law").text();
        return laws.has(name) ? Optional.of(laws.get(name)) : Optional.empty();
    }

    private static List<PolicyNode> templatesOf(LintPass pass, Channel channel) {
        String family = channel == Channel.ATM ? "CASH" : channel == Channel.BANK_RAIL ? "TRANSFER" : "PURCHASE";
        PolicyNode types = pass.at(SHAPE, "/flow_types/" + family);
        return pass.all(SHAPE, "/templates/*").stream()
                .filter(template -> types.has(LintPass.name(template)))
                .toList();
    }

    /** Law of every event of undeclined flows, one map per price class. */
    private static List<Map<EventType, PolicyNode>> timetable(LintPass pass, Channel channel) {
        List<Map<EventType, PolicyNode>> timetable = new ArrayList<>();
        for (PriceClass priceClass : PriceClass.values()) {
            Map<EventType, PolicyNode> laws = new EnumMap<>(EventType.class);
            for (EventType event : EventType.values()) {
                lawOf(pass, event, channel, priceClass, NO_REASON).ifPresent(law -> laws.put(event, law));
            }
            timetable.add(laws);
        }
        return timetable;
    }

    /** Over all price classes the largest sum of a law figure along a template, seconds. */
    private static double longest(
            List<Map<EventType, PolicyNode>> timetable, PolicyNode template, ToDoubleFunction<PolicyNode> figure) {
        List<String> events = template.texts();
        return timetable.stream()
                .mapToDouble(laws -> laws.entrySet().stream()
                        .filter(entry -> events.contains(entry.getKey().token()))
                        .mapToDouble(entry -> figure.applyAsDouble(entry.getValue()))
                        .sum())
                .max()
                .orElse(0);
    }
}
