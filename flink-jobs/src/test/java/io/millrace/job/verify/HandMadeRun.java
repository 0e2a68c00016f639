package io.millrace.job.verify;

import io.millrace.base.Problem;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.SegmentValidationPolicy;
import io.millrace.testing.PolicyFiles;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rows made by hand, written to Parquet by DuckDB, under the names that metric queries read. A query gives the columns
 * that matter, everything else is an ordinary row. The horizon is thirteen weeks from a Monday.
 */
final class HandMadeRun implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    static final CardHorizon HORIZON =
            new CardHorizon(micros(START), micros(START) + days(91), micros(START) + days(91), new TreeMap<>());

    private static final PolicyPacks PACKS = packs();
    private static final SegmentValidationPolicy SHIPPED = SegmentValidationPolicy.of(
            PACKS.require("segment_validation_policy_6B").root());
    private static final String NOON = "TIMESTAMPTZ '2026-01-07 12:00:00+00'";

    private final Path folder;
    private final ScorecardSession session;

    HandMadeRun(Path folder) throws SQLException {
        this.folder = folder;
        this.session = ScorecardSession.empty(folder, "500MB", ScorecardSession.Tables.IN_MEMORY);
        for (String view : RunViews.names()) {
            session.statement().execute("CREATE TABLE made_" + view + " AS " + RunViews.nothing(view));
        }
    }

    HandMadeRun entities(String select) throws SQLException {
        Map<String, String> usual = new LinkedHashMap<>();
        usual.put("ts_utc", NOON);
        usual.put("merchant_id", "1");
        usual.put("arrival_seq", "row_number() OVER ()");
        usual.put("party_id", "1");
        usual.put("channel", "'POS'");
        usual.put("tzid_primary", "'Europe/Berlin'");
        usual.put("legal_country_iso", "'DE'");
        usual.put("party_country_iso", "'DE'");
        usual.put("device_is_terminal", "false");
        usual.put("session_seq", "0");
        return rows(select, usual, "entities");
    }

    /** Anchors and outcomes; times are offsets in seconds: {@code answered} from the start, the others from the answer. */
    HandMadeRun flows(String select) throws SQLException {
        Map<String, String> usual = new LinkedHashMap<>();
        usual.put("flow_id", "row_number() OVER ()");
        usual.put("order_id", "row_number() OVER () + 1000000");
        usual.put("session_id", "row_number() OVER () + 2000000");
        usual.put("ts_utc", NOON);
        usual.put("merchant_id", "1");
        usual.put("account_id", "1");
        usual.put("party_id", "1");
        usual.put("attempt_index", "0");
        usual.put("channel", "'POS'");
        usual.put("flow_family", "'PURCHASE'");
        usual.put("sale_country_iso", "'DE'");
        usual.put("party_country_iso", "'DE'");
        usual.put("cross_border", "false");
        usual.put("price_class", "'GROCERY'");
        usual.put("currency", "'EUR'");
        usual.put("amount_minor", "1000");
        usual.put("flow_type", "'CARD_AUTH_CLEAR'");
        usual.put("auth_result", "'APPROVED'");
        usual.put("final_state", "CASE WHEN auth_result = 'DECLINED' THEN 'DECLINED' ELSE 'CLEARED' END");
        usual.put("step_up_result", "'NONE'");
        usual.put("event_count", "3");
        usual.put("template", "1");
        usual.put("answered", "1.0");
        usual.put("auth_response_ts", "make_timestamptz(epoch_us(ts_utc) + (answered * 1e6)::BIGINT)");
        usual.put("cleared", "NULL");
        usual.put("clearing_ts", "make_timestamptz(epoch_us(auth_response_ts) + (cleared * 1e6)::BIGINT)");
        usual.put("refunded", "NULL");
        usual.put("refund_ts", "make_timestamptz(epoch_us(clearing_ts) + (refunded * 1e6)::BIGINT)");
        return rows(select, usual, "anchors", "outcomes");
    }

    HandMadeRun outcomesOnly(String select) throws SQLException {
        return rows(select, Map.of(), "outcomes");
    }

    HandMadeRun sessions(String select) throws SQLException {
        return rows(select, Map.of("primary_channel", "'POS'"), "sessions");
    }

    HandMadeRun events(String select) throws SQLException {
        return rows(select, Map.of(), "events");
    }

    HandMadeRun accounting(String select) throws SQLException {
        return rows(select, Map.of(), "accounting");
    }

    /** A 6A table; where none is given the world has none. */
    HandMadeRun table(String dataset, String select) throws SQLException {
        parquet(dataset, "(" + select + ")");
        session.tables().add(dataset);
        return this;
    }

    /** A table of {@link LawTables}. */
    HandMadeRun lawTable(String name, String select) throws SQLException {
        session.statement().execute("CREATE TABLE " + name + " AS " + select);
        return this;
    }

    /** One metric, taken from however few rows. */
    MetricResult measure(String metricId) throws SQLException {
        return measure(metricId, HORIZON, 1);
    }

    /** One metric, taken from as many rows as the shipped policy asks for. */
    MetricResult measureAsShipped(String metricId) throws SQLException {
        return measure(metricId, HORIZON, SHIPPED.thresholds().denominatorRowsMin());
    }

    /** Rows by the axes that seeds are compared on. */
    SortedMap<String, SortedMap<String, Long>> shares() throws SQLException {
        views();
        CardTables.fill(session, PACKS, SHIPPED, HORIZON);
        return Scorecard.shares(session.statement());
    }

    /** One metric. */
    MetricResult measure(String metricId, CardHorizon horizon, long rowsMin) throws SQLException {
        views();
        SegmentValidationPolicy.Thresholds shipped = SHIPPED.thresholds();
        SegmentValidationPolicy policy = new SegmentValidationPolicy(
                new SegmentValidationPolicy.Thresholds(
                        rowsMin,
                        Math.min(rowsMin, shipped.numeratorRowsMin()),
                        shipped.clearingMarginDays(),
                        shipped.refundMarginDays()),
                SHIPPED.corridors(),
                SHIPPED.requiredMetrics());
        CardTables.fill(session, PACKS, policy, horizon);
        CardTables.parity(session, horizon.parity());
        String name = MetricQuery.NAMES.stream()
                .filter(query -> query.startsWith(metricId + "_"))
                .findFirst()
                .orElseThrow();
        return Scorecard.measure(session, MetricQuery.load(name), policy, horizon);
    }

    static PolicyPacks policies() {
        return PACKS;
    }

    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000;
    }

    static long days(int days) {
        return days * 86_400_000_000L;
    }

    private HandMadeRun rows(String select, Map<String, String> usual, String... tables) throws SQLException {
        Statement statement = session.statement();
        statement.execute("CREATE OR REPLACE TEMP TABLE given AS " + select);
        List<String> given = columns("given");
        for (Map.Entry<String, String> column : usual.entrySet()) {
            if (!given.contains(column.getKey())) {
                statement.execute("CREATE OR REPLACE TEMP TABLE given AS SELECT *, " + column.getValue() + " AS "
                        + column.getKey() + " FROM given");
            }
        }
        List<String> known = columns("given");
        for (String table : tables) {
            List<String> shared =
                    columns("made_" + table).stream().filter(known::contains).toList();
            statement.execute(
                    "INSERT INTO made_" + table + " BY NAME SELECT " + String.join(", ", shared) + " FROM given");
        }
        return this;
    }

    private void views() throws SQLException {
        for (String view : RunViews.names()) {
            parquet(view, "made_" + view);
        }
    }

    private void parquet(String view, String from) throws SQLException {
        Path file = folder.resolve(view + ".parquet");
        session.statement().execute("COPY " + from + " TO '" + file + "' (FORMAT parquet)");
        session.statement().execute("CREATE VIEW " + view + " AS SELECT * FROM read_parquet('" + file + "')");
    }

    private List<String> columns(String table) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = session.statement().executeQuery("DESCRIBE " + table)) {
            while (rows.next()) {
                names.add(rows.getString("column_name"));
            }
        }
        return names;
    }

    private static PolicyPacks packs() {
        List<Problem> problems = new ArrayList<>();
        PolicyPacks packs = PolicyPacks.read(PolicyFiles.root().resolve("config"), problems);
        if (!problems.isEmpty()) {
            throw new IllegalStateException(problems.toString());
        }
        return packs;
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
