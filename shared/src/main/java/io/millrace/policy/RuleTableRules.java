package io.millrace.policy;

import io.millrace.contract.Channel;
import io.millrace.contract.DemandClass;
import io.millrace.contract.PriceClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** L14: tables of rules decide every case, no row is dead, and where rows may meet the last takes what is left. */
final class RuleTableRules {
    private static final String ATTACHMENT = "attachment_policy_6B";
    private static final String SHAPE = "flow_shape_policy_6B";
    private static final String TIMING = "timing_policy_6B";
    private static final String AMOUNT = "amount_model_6B";
    private static final String TRUTH = "truth_labelling_policy_6B";
    private static final String BANK = "bank_view_policy_6B";
    private static final List<String> BOTH = List.of("false", "true");
    private static final int CELLS_SHOWN_MAX = 3;

    private RuleTableRules() {}

    static List<LintRule> all() {
        return List.of(LintRule.always(
                "L14", List.of(ATTACHMENT, SHAPE, TIMING, AMOUNT, TRUTH, BANK), RuleTableRules::tables));
    }

    private static void tables(LintPass pass) {
        List<String> channels = VocabularyRules.tokenList(Channel.values());
        List<String> classes = VocabularyRules.tokenList(PriceClass.values());
        exclusive(
                pass,
                ATTACHMENT,
                "/channel/unresolved",
                new RuleTable()
                        .over("is_virtual", BOTH)
                        .over("demand_class", VocabularyRules.tokenList(DemandClass.values())));
        exclusive(
                pass,
                SHAPE,
                "/after_approval",
                new RuleTable().over("channel", channels).over("price_class", classes));
        exclusive(
                pass,
                TRUTH,
                "/direct_rules",
                new RuleTable()
                        .over(
                                "campaign_type",
                                pass.at(TRUTH, "/vocabulary/campaign_types").texts())
                        .over("friendly", BOTH));
        firstMatch(
                pass,
                BANK,
                "/final_label_rules",
                new RuleTable()
                        .over("outcome", List.of("NONE", "LOSS", "WIN", "PARTIAL"))
                        .over("disputed", BOTH)
                        .over("confirmed", BOTH)
                        .over("has_case", BOTH));
        TreeSet<String> countries = new TreeSet<>(List.of("other"));
        pass.all(AMOUNT, "/clearing/*/country/*").forEach(country -> countries.add(country.text()));
        firstMatch(
                pass,
                AMOUNT,
                "/clearing",
                new RuleTable()
                        .over("price_class", classes)
                        .over("channel", channels)
                        .over("country", new ArrayList<>(countries)));
        // Whether every event has a law is L05's question; here only whether every row has an event.
        shadowed(
                pass,
                TIMING,
                TimingRules.bindings(pass).judge(pass.at(TIMING, "/bindings").items()));
    }

    /** Every cell has exactly one row. */
    private static void exclusive(LintPass pass, String policyId, String pointer, RuleTable table) {
        PolicyNode rows = pass.at(policyId, pointer);
        RuleTable.Verdict verdict = table.judge(rows.items());
        uncovered(pass, policyId, rows, verdict);
        shadowed(pass, policyId, verdict);
        for (PolicyNode row : verdict.overlapping()) {
            if (!verdict.shadowed().contains(row)) {
                pass.refuse(
                        policyId,
                        row,
                        "must share no case with an earlier row",
                        "an overlap",
                        "narrow one of the two rows");
            }
        }
    }

    /** The first row counts; rows may meet, so the last must take everything. */
    private static void firstMatch(LintPass pass, String policyId, String pointer, RuleTable table) {
        PolicyNode rows = pass.at(policyId, pointer);
        RuleTable.Verdict verdict = table.judge(rows.items());
        uncovered(pass, policyId, rows, verdict);
        shadowed(pass, policyId, verdict);
        if (!verdict.lastTakesAll() && verdict.uncovered().isEmpty()) {
            pass.refuse(
                    policyId,
                    rows.items().get(rows.items().size() - 1),
                    "must take every case, since it is the last of a first-match table",
                    "conditions",
                    "name every token in it, or add such a row after it");
        }
    }

    private static void uncovered(LintPass pass, String policyId, PolicyNode rows, RuleTable.Verdict verdict) {
        if (!verdict.uncovered().isEmpty()) {
            pass.refuse(
                    policyId,
                    rows,
                    "must have a row for every case",
                    "none for " + cells(verdict.uncovered()),
                    "add a row, or widen one");
        }
    }

    private static void shadowed(LintPass pass, String policyId, RuleTable.Verdict verdict) {
        for (PolicyNode row : verdict.shadowed()) {
            pass.refuse(
                    policyId,
                    row,
                    "must be the first row of some case",
                    "dead: earlier rows take all its cases",
                    "remove it, or move it up");
        }
    }

    /** The first cells as text, and how many more. */
    static String cells(List<Map<String, String>> cells) {
        StringBuilder text = new StringBuilder();
        for (Map<String, String> cell : cells.subList(0, Math.min(cells.size(), CELLS_SHOWN_MAX))) {
            text.append(text.length() == 0 ? "" : "; ").append(String.join(" ", cell.values()));
        }
        return cells.size() > CELLS_SHOWN_MAX
                ? text + " and " + (cells.size() - CELLS_SHOWN_MAX) + " more"
                : text.toString();
    }
}
