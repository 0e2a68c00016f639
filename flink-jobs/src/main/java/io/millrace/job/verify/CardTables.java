package io.millrace.job.verify;

import io.millrace.base.Problem;
import io.millrace.contract.Channel;
import io.millrace.contract.Coded;
import io.millrace.contract.EventType;
import io.millrace.contract.Iso;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.policy.AmountModel;
import io.millrace.policy.FlowShapePolicy;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.SegmentValidationPolicy;
import io.millrace.policy.SegmentValidationPolicy.Corridor;
import io.millrace.policy.SessionisationPolicy;
import io.millrace.policy.Taxonomies;
import io.millrace.policy.TimingPolicy;
import io.millrace.slab.Columns;
import io.millrace.slab.SlabKind;
import io.millrace.table.Truncated;
import io.millrace.world.ZoneCountries;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** What metric queries read beside the rows of the run: its sealed policies as tables, and results they share. */
final class CardTables {
    /** Bins per factor of e of a wait; between two bins a law moves by less than any band of L11 asks. */
    private static final int BINS_PER_E = 256;
    /** A sample of a law itself lies farther off than this over the root of its size once in a thousand (Kolmogorov). */
    private static final double KOLMOGOROV_999 = 1.95;

    private static final double MICROS_PER_SECOND = 1e6;

    private CardTables() {}

    /** Everything but the rows of the run, whose views are there. */
    static void fill(ScorecardSession session, PolicyPacks packs, SegmentValidationPolicy policy, CardHorizon horizon)
            throws SQLException {
        Statement statement = session.statement();
        settings(
                statement,
                policy,
                horizon,
                SessionisationPolicy.of(
                        packs.require("sessionisation_policy_6B").root()));
        words(statement);
        amounts(statement, AmountModel.of(packs.require("amount_model_6B").root()));
        FlowShapePolicy shape =
                FlowShapePolicy.of(packs.require("flow_shape_policy_6B").root());
        countries(statement, shape);
        orders(statement, shape);
        instruments(statement, packs);
        laws(
                session.connection(),
                TimingPolicy.of(packs.require("timing_policy_6B").root()));
        statement.execute("CREATE TABLE manifest_parity (equation VARCHAR, holds BOOLEAN)");
        for (String table : MetricQuery.TABLES) {
            statement.execute("CREATE TABLE " + table.substring(2) + " AS " + MetricQuery.text("tables/" + table));
        }
    }

    /**
     * A type {@code <column>_word} per closed list of anchors and outcomes: a byte where a text would take twenty. In the
     * order of text, so that what is sorted or least is the same as with text.
     */
    private static void words(Statement statement) throws SQLException {
        TreeMap<String, Coded[]> vocabularies = new TreeMap<>();
        for (SlabKind kind : List.of(SlabKind.FLOW, SlabKind.OUTCOME)) {
            for (Columns.Column column : kind.empty(1).columns().published()) {
                if (column.kind() == Columns.Kind.ENUM) {
                    vocabularies.put(column.name(), column.vocabulary());
                }
            }
        }
        for (Map.Entry<String, Coded[]> vocabulary : vocabularies.entrySet()) {
            statement.execute("CREATE TYPE " + vocabulary.getKey() + "_word AS ENUM ("
                    + Arrays.stream(vocabulary.getValue())
                            .map(word -> quoted(word.token()))
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ")");
        }
    }

    /** Equations of the run manifest. */
    static void parity(ScorecardSession session, SortedMap<String, Boolean> holdsByEquation) throws SQLException {
        for (Map.Entry<String, Boolean> equation : holdsByEquation.entrySet()) {
            session.statement()
                    .execute("INSERT INTO manifest_parity VALUES (" + quoted(equation.getKey()) + ", "
                            + equation.getValue() + ")");
        }
    }

    private static void settings(
            Statement statement, SegmentValidationPolicy policy, CardHorizon horizon, SessionisationPolicy sessions)
            throws SQLException {
        SegmentValidationPolicy.Thresholds thresholds = policy.thresholds();
        long hours = Math.round(horizon.days() * 24);
        statement.execute("CREATE TABLE settings AS SELECT " + horizon.startMicros() + "::BIGINT AS horizon_start_us, "
                + horizon.wholeWeeksEndMicros() + "::BIGINT AS whole_weeks_end_us, "
                + horizon.eventsEndMicros() + "::BIGINT AS events_end_us, "
                + horizon.days() + "::DOUBLE AS days, " + hours + "::BIGINT AS hours, "
                + horizon.judgedUntilMicros(thresholds.clearingMarginDays()) + "::BIGINT AS clearing_judged_until_us, "
                + horizon.judgedUntilMicros(thresholds.refundMarginDays()) + "::BIGINT AS refund_judged_until_us, "
                + sessions.caps().arrivalsPerSessionMax() + "::BIGINT AS arrivals_per_session_max, "
                + sessions.caps().sessionSpanMicrosMax() + "::BIGINT AS session_span_max_us, "
                + BINS_PER_E + "::INTEGER AS bins_per_e, " + lawRowsMin(policy) + "::BIGINT AS law_rows_min, "
                + thresholds.denominatorRowsMin() + "::BIGINT AS rows_min, " + thresholds.numeratorRowsMin()
                + "::BIGINT AS cases_min");
    }

    /** Fewer rows could miss the pass band of L11 although their law is kept. */
    private static long lawRowsMin(SegmentValidationPolicy policy) {
        Corridor corridor = policy.corridorsOf("L11").get("ALL");
        double root = KOLMOGOROV_999 / corridor.pass().max();
        return (long) Math.ceil(root * root);
    }

    private static void amounts(Statement statement, AmountModel amounts) throws SQLException {
        statement.execute(
                "CREATE TABLE currencies (currency VARCHAR, decimals INTEGER, note_minor BIGINT, scale DOUBLE)");
        insert(
                statement,
                "currencies",
                amounts.currencies().entrySet().stream()
                        .map(currency -> quoted(currency.getKey()) + ", "
                                + currency.getValue().decimals() + ", "
                                + currency.getValue().noteMinor() + ", "
                                + currency.getValue().scale().toPlainString())
                        .toList());
    }

    private static void countries(Statement statement, FlowShapePolicy shape) throws SQLException {
        statement.execute("CREATE TABLE sca_countries (country VARCHAR)");
        insert(
                statement,
                "sca_countries",
                shape.scaCountries().stream()
                        .map(country -> quoted(Iso.country(country)))
                        .toList());
        ZoneCountries zones = ZoneCountries.shipped();
        statement.execute("CREATE TABLE zone_countries (tzid VARCHAR, country VARCHAR)");
        insert(
                statement,
                "zone_countries",
                ZoneId.getAvailableZoneIds().stream()
                        .sorted()
                        .filter(tzid -> zones.country(tzid) != Iso.ABSENT)
                        .map(tzid -> quoted(tzid) + ", " + quoted(Iso.country(zones.country(tzid))))
                        .toList());
    }

    private static void orders(Statement statement, FlowShapePolicy shape) throws SQLException {
        statement.execute(
                "CREATE TABLE order_rules (channel VARCHAR, min_gap_us BIGINT, window_us BIGINT, attempts_max INTEGER)");
        insert(
                statement,
                "order_rules",
                shape.orders().byChannel().entrySet().stream()
                        .map(rule -> quoted(rule.getKey().token()) + ", "
                                + rule.getValue().minGapMicros() + ", "
                                + rule.getValue().windowMicros() + ", "
                                + rule.getValue().attemptsMax())
                        .toList());
    }

    private static void instruments(Statement statement, PolicyPacks packs) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        Taxonomies taxonomies = Taxonomies.of(packs, problems);
        if (!problems.isEmpty()) {
            throw new IllegalStateException("sealed taxonomies must be sound, was " + problems);
        }
        statement.execute("CREATE TABLE instrument_kinds (token VARCHAR, kind VARCHAR)");
        insert(
                statement,
                "instrument_kinds",
                taxonomies.instruments().words().stream()
                        .map(token -> quoted(token) + ", "
                                + quoted(taxonomies
                                        .instrumentKind(token)
                                        .orElseThrow()
                                        .name()))
                        .toList());
    }

    private static void laws(Connection connection, TimingPolicy timing) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE law_bindings (event_type VARCHAR, channel channel_word,"
                    + " price_class price_class_word, reason_code VARCHAR, law VARCHAR, cross_border_factor DOUBLE,"
                    + " max_us DOUBLE, bin_low INTEGER,"
                    + " bin_high INTEGER)");
            statement.execute("CREATE TABLE law_bins (law VARCHAR, bin INTEGER, cdf DOUBLE)");
        }
        DuckDBConnection duck = connection.unwrap(DuckDBConnection.class);
        try (DuckDBAppender rows = duck.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "law_bindings")) {
            for (EventType event : EventType.values()) {
                for (Channel channel : Channel.values()) {
                    for (PriceClass priceClass : PriceClass.values()) {
                        append(rows, timing, event, channel, priceClass, Optional.empty());
                        if (event == EventType.AUTH_RESPONSE) {
                            for (ReasonCode reason : ReasonCode.values()) {
                                append(rows, timing, event, channel, priceClass, Optional.of(reason));
                            }
                        }
                    }
                }
            }
        }
        try (DuckDBAppender rows = duck.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "law_bins")) {
            for (Map.Entry<String, TimingPolicy.Law> law : timing.laws().entrySet()) {
                Truncated distribution = law.getValue().distribution();
                for (int bin = lowest(law.getValue()); bin <= highest(law.getValue()); bin++) {
                    rows.beginRow();
                    rows.append(law.getKey());
                    rows.append(bin);
                    rows.append(distribution.cdf(StrictMath.exp((bin + 1.0) / BINS_PER_E) / MICROS_PER_SECOND));
                    rows.endRow();
                }
            }
        }
    }

    private static void append(
            DuckDBAppender rows,
            TimingPolicy timing,
            EventType event,
            Channel channel,
            PriceClass priceClass,
            Optional<ReasonCode> reason)
            throws SQLException {
        Optional<TimingPolicy.Binding> bound = timing.binding(event, channel, priceClass, reason);
        if (bound.isEmpty()) {
            return;
        }
        TimingPolicy.Law law = timing.laws().get(bound.get().law());
        boolean stretched =
                event == EventType.AUTH_RESPONSE && bound.get().reasonCode().isEmpty();
        double factor = stretched ? timing.crossBorderFactor() : 1;
        rows.beginRow();
        rows.append(event.token());
        rows.append(channel.token());
        rows.append(priceClass.token());
        rows.append(reason.map(ReasonCode::token).orElse(""));
        rows.append(bound.get().law());
        rows.append(factor);
        rows.append(law.maxSeconds() * factor * MICROS_PER_SECOND);
        rows.append(lowest(law));
        rows.append(highest(law));
        rows.endRow();
    }

    /** Below the law: here its distribution is still 0. */
    private static int lowest(TimingPolicy.Law law) {
        return bin(law.minSeconds()) - 1;
    }

    /** Above the law. */
    private static int highest(TimingPolicy.Law law) {
        return bin(law.maxSeconds()) + 1;
    }

    private static int bin(double seconds) {
        return (int) Math.floor(StrictMath.log(seconds * MICROS_PER_SECOND) * BINS_PER_E);
    }

    private static void insert(Statement statement, String table, List<String> rows) throws SQLException {
        if (!rows.isEmpty()) {
            statement.execute("INSERT INTO " + table + " VALUES (" + String.join("), (", rows) + ")");
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
