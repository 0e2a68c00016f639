package io.millrace.job.verify;

import io.millrace.contract.Channel;
import io.millrace.contract.ClearingKind;
import io.millrace.contract.EventType;
import io.millrace.contract.FlowFamily;
import io.millrace.contract.PriceClass;
import io.millrace.policy.AmountModel;
import io.millrace.policy.BehaviourConfig;
import io.millrace.policy.FlowShapePolicy;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.SessionisationPolicy;
import io.millrace.policy.TimingPolicy;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What check queries read beside the rows: limits and tables of the sealed policies, and the horizon. */
final class RowRules {
    private static final int BITS_PER_TYPE = 4;

    private final Statement statement;
    private final PolicyPacks packs;

    private RowRules(Statement statement, PolicyPacks packs) {
        this.statement = statement;
        this.packs = packs;
    }

    static void fill(Statement statement, PolicyPacks packs, CardHorizon horizon) throws SQLException {
        RowRules rules = new RowRules(statement, packs);
        AmountModel amounts = AmountModel.of(packs.require("amount_model_6B").root());
        FlowShapePolicy shape =
                FlowShapePolicy.of(packs.require("flow_shape_policy_6B").root());
        TimingPolicy timing = TimingPolicy.of(packs.require("timing_policy_6B").root());
        rules.settings(horizon, timing, amounts);
        rules.currencies(amounts);
        rules.clearing(amounts);
        rules.templates(shape);
        rules.orders(shape);
        rules.validities(timing);
    }

    private void settings(CardHorizon horizon, TimingPolicy timing, AmountModel amounts) throws SQLException {
        SessionisationPolicy sessions = SessionisationPolicy.of(
                packs.require("sessionisation_policy_6B").root());
        BehaviourConfig.Features features =
                BehaviourConfig.of(packs.require("behaviour_config_6B").root()).features();
        boolean coin = features.stochasticSessionBoundary()
                && sessions.gap().ambiguous() == SessionisationPolicy.Ambiguous.LINEAR_RAMP;
        statement.execute("CREATE TABLE settings AS SELECT " + horizon.startMicros() + "::BIGINT AS horizon_start_us, "
                + horizon.endMicros() + "::BIGINT AS horizon_end_us, "
                + horizon.eventsEndMicros() + "::BIGINT AS events_end_us, "
                + sessions.gap().timeoutMicros() + "::BIGINT AS timeout_us, "
                + sessions.gap().hardBreakMicros() + "::BIGINT AS hard_break_us, "
                + coin + " AS coin, "
                + sessions.breaks().onUtcDayChange() + " AS breaks_on_day, "
                + sessions.breaks().onChannelChange() + " AS breaks_on_channel, "
                + sessions.caps().arrivalsPerSessionMax() + "::BIGINT AS arrivals_max, "
                + sessions.caps().sessionSpanMicrosMax() + "::BIGINT AS span_max_us, "
                + timing.minStepMicros() + "::BIGINT AS min_step_us, "
                + features.retries() + " AS retries, "
                + amounts.refund().fractionMin() + "::DOUBLE AS refund_share_min, "
                + amounts.refund().fractionMax() + "::DOUBLE AS refund_share_max");
    }

    private void currencies(AmountModel amounts) throws SQLException {
        List<String> rules = new ArrayList<>();
        amounts.currencies()
                .forEach((code, currency) -> rules.add(quoted(code) + ", " + currency.gridMinor() + ", "
                        + currency.noteMinor() + ", " + amounts.limits().amountMinorMax(currency)));
        table("currency_rules (currency VARCHAR, grid_minor BIGINT, note_minor BIGINT, cap_minor BIGINT)", rules);
        List<String> countries = new ArrayList<>();
        amounts.currencyByCountry()
                .forEach((country, currency) -> countries.add(quoted(country) + ", " + quoted(currency)));
        table("country_currencies (country VARCHAR, currency VARCHAR)", countries);
    }

    /** The widest bounds that any rule gives a kind. What fills a tank is anything up to what was authorised. */
    private void clearing(AmountModel amounts) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (ClearingKind kind : ClearingKind.values()) {
            double min = 0;
            double max = 0;
            for (AmountModel.Clearing rule : amounts.clearing()) {
                if (rule.kind() == kind) {
                    min = Math.min(min, rule.deltaShareMin());
                    max = Math.max(max, rule.deltaShareMax());
                }
            }
            rows.add(quoted(kind.token()) + ", " + min + ", " + max);
        }
        table("clearing_rules (kind VARCHAR, share_min DOUBLE, share_max DOUBLE)", rows);
    }

    /** Every beginning of the word of every template, coded as in {@code tables/1_stories}; and what outcomes call it. */
    private void templates(FlowShapePolicy shape) throws SQLException {
        List<String> words = new ArrayList<>();
        for (Map.Entry<Integer, List<EventType>> template : shape.templates().entrySet()) {
            long word = 0;
            List<EventType> types = template.getValue();
            for (int events = 1; events <= types.size(); events++) {
                word |= (long) types.get(events - 1).code() << (BITS_PER_TYPE * (events - 1));
                words.add(template.getKey() + ", " + types.size() + ", " + events + ", " + word);
            }
        }
        table("words (template INTEGER, planned INTEGER, events BIGINT, word BIGINT)", words);
        List<String> names = new ArrayList<>();
        for (FlowFamily family : FlowFamily.values()) {
            shape.flowTypes()
                    .get(family)
                    .forEach((template, name) ->
                            names.add(quoted(family.token()) + ", " + template + ", " + quoted(name.token())));
        }
        table("flow_types (flow_family VARCHAR, template INTEGER, flow_type VARCHAR)", names);
    }

    private void orders(FlowShapePolicy shape) throws SQLException {
        List<String> rows = new ArrayList<>();
        shape.orders()
                .byChannel()
                .forEach((channel, rule) -> rows.add(quoted(channel.token()) + ", " + rule.minGapMicros() + ", "
                        + rule.windowMicros() + ", " + rule.attemptsMax()));
        table("order_rules (channel VARCHAR, min_gap_us BIGINT, window_us BIGINT, attempts_max INTEGER)", rows);
    }

    /** How long an approval nobody uses stays open: the longest time to a clearing of its channel and class. */
    private void validities(TimingPolicy timing) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            for (PriceClass priceClass : PriceClass.values()) {
                Optional<TimingPolicy.Binding> bound =
                        timing.binding(EventType.CLEARING, channel, priceClass, Optional.empty());
                if (bound.isPresent()) {
                    double seconds = timing.laws().get(bound.get().law()).maxSeconds();
                    rows.add(quoted(channel.token()) + ", " + quoted(priceClass.token()) + ", "
                            + (long) Math.rint(seconds * 1e6));
                }
            }
        }
        table("validities (channel VARCHAR, price_class VARCHAR, validity_us BIGINT)", rows);
    }

    private void table(String definition, List<String> rows) throws SQLException {
        statement.execute("CREATE TABLE " + definition);
        String name = definition.substring(0, definition.indexOf(' '));
        statement.execute("INSERT INTO " + name + " VALUES (" + String.join("), (", rows) + ")");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
