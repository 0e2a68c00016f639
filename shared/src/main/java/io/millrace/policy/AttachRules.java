package io.millrace.policy;

import io.millrace.contract.Channel;
import io.millrace.contract.CountrySource;
import io.millrace.contract.RowSchema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** Every arrival can get what it must have. */
final class AttachRules {
    private static final String ATTACHMENT = "attachment_policy_6B";
    private static final String PRIOR = "behaviour_prior_pack_6B";
    private static final String CONFIG = "behaviour_config_6B";

    /** Channel mix of a whole world, for figures only: docs/laws/flows.md. */
    static final Map<Channel, Double> CHANNEL_MIX =
            Map.of(Channel.POS, 0.64, Channel.ECOM, 0.26, Channel.ATM, 0.06, Channel.BANK_RAIL, 0.04);

    private AttachRules() {}

    static List<LintRule> all() {
        return List.of(
                LintRule.always("L15", List.of(ATTACHMENT, CONFIG), AttachRules::satisfiable),
                LintRule.always("L16", List.of(ATTACHMENT, PRIOR), AttachRules::weighted),
                LintRule.always("L46", List.of(ATTACHMENT, "sessionisation_policy_6B", CONFIG), AttachRules::sessions));
    }

    /** L15: a required dimension has a source on every channel, an optional one a column that may be null. */
    private static void satisfiable(LintPass pass) {
        PolicyNode fallback = pass.at(ATTACHMENT, "/device/when_no_terminal");
        boolean terminals = pass.at(CONFIG, "/features/terminals").bool();
        if (terminals && fallback.text().equals("FAIL")) {
            OptionalLong known = pass.world().map(WorldFacts::terminals).orElse(OptionalLong.empty());
            if (known.isEmpty()) {
                pass.waitsFor("a world (its terminals)");
            } else if (known.getAsLong() == 0) {
                pass.refuse(
                        ATTACHMENT,
                        fallback,
                        "must be CUSTOMER_DEVICE in a world without terminals",
                        "set it to CUSTOMER_DEVICE, or prepare a world with terminals");
            }
        }
        PolicyNode order = pass.at(ATTACHMENT, "/country/source_order");
        List<String> sources = order.texts();
        if (!sources.get(sources.size() - 1).equals(CountrySource.TZID.token())) {
            pass.refuse(
                    ATTACHMENT, order, "must end in TZID, the one source every arrival has", "move TZID to the end");
        }
        RowSchema row = RowSchema.of("schema/row/s1_arrival_entities_6B.schema.json");
        for (PolicyNode dimension : pass.all(ATTACHMENT, "/requiredness/*")) {
            String column = LintPass.name(dimension).toLowerCase(Locale.ROOT) + "_id";
            for (PolicyNode rule : dimension.peek().values()) {
                if (rule.text().equals("OPTIONAL") && !row.column(column).nullable()) {
                    pass.refuse(
                            ATTACHMENT,
                            rule,
                            "must be REQUIRED: column " + column + " of s1_arrival_entities_6B is never null",
                            "set it to REQUIRED");
                }
            }
        }
    }

    /** L16: what is allowed can be drawn, and only bank transfers may lack an instrument. */
    private static void weighted(LintPass pass) {
        for (String family : List.of("RETAIL", "BUSINESS", "OTHER")) {
            for (Channel channel : Channel.values()) {
                positive(pass, "/account/allowed_ledger_classes/", "/account_weights/", family, channel);
                positive(pass, "/instrument/allowed_kinds/", "/instrument_weights/", family, channel);
            }
        }
        for (PolicyNode rule : pass.all(ATTACHMENT, "/requiredness/INSTRUMENT/*")) {
            if (rule.text().equals("OPTIONAL") && !LintPass.name(rule).equals(Channel.BANK_RAIL.token())) {
                pass.refuse(
                        ATTACHMENT,
                        rule,
                        "must be REQUIRED: every flow of this channel is paid with an instrument",
                        "set it to REQUIRED; only BANK_RAIL may be OPTIONAL");
            }
        }
    }

    private static void positive(LintPass pass, String allowed, String weights, String family, Channel channel) {
        PolicyNode row = pass.at(PRIOR, weights + family + "/" + channel.token());
        for (PolicyNode token : pass.at(ATTACHMENT, allowed + channel.token()).items()) {
            PolicyNode weight = row.get(token.text());
            if (weight.decimal().signum() <= 0) {
                pass.refuse(
                        PRIOR,
                        weight,
                        "must be above 0: attachment_policy_6B allows " + token.text() + " on " + channel.token(),
                        "raise the weight, or take " + token.text() + " out of " + token.pointer());
            }
        }
    }

    /** L46: sessions per arrival as the visit means promise them; chance sessions come on top. */
    private static void sessions(LintPass pass) {
        double trip = pass.at(ATTACHMENT, "/visit/trip_mean_arrivals").number();
        double sessions = 0;
        for (Channel channel : Channel.values()) {
            double mean = pass.at(ATTACHMENT, "/visit/mean_arrivals_per_visit/" + channel.token())
                    .number();
            double share =
                    pass.at(ATTACHMENT, "/visit/p_trip/" + channel.token()).number();
            sessions += CHANNEL_MIX.getOrDefault(channel, 0.0) * ((1 - share) / mean + share / trip);
        }
        PolicyNode guardrail = pass.at(CONFIG, "/guardrails/sessions_per_arrival_max");
        String must = "expected sessions per arrival should be at most "
                + guardrail.decimal().toPlainString();
        String was = LintPass.figure(sessions) + " (visit means by channel, trips of " + LintPass.figure(trip)
                + " arrivals, timeout "
                + pass.at("sessionisation_policy_6B", "/gap/timeout_seconds")
                        .decimal()
                        .toPlainString() + " s)";
        if (sessions > guardrail.number()) {
            pass.warn(CONFIG, guardrail, must, was);
        } else {
            pass.note(CONFIG, guardrail, must, was);
        }
    }
}
