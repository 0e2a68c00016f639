package io.millrace.job.verify;

import io.millrace.digest.TupleDigest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One metric of the realism scorecard as it lies in {@code resources/verify/realism}: a query with one row per part, and
 * what it needs. Columns: {@code part} as in the validation policy, {@code value}, {@code rows_counted} behind the
 * value, {@code hits} when the value is a rate of rare cases, {@code note} for the reader or the reason of a null value.
 *
 * @param metricId as in docs/realism.md
 * @param name of the metric
 * @param formula in the words of docs/realism.md
 * @param source where the bands come from
 * @param needs datasets of 6A, {@code n days} of horizon, {@code clearing margin}, {@code refund margin}
 * @param rowsMin overrides the policy's denominator for counts that must be zero, which one row is enough for
 * @param sql the query
 */
record MetricQuery(
        String metricId, String name, String formula, String source, Needs needs, Optional<Long> rowsMin, String sql) {
    /** All metrics in the order of the card; the test compares the list with the folder. */
    static final List<String> NAMES = List.of(
            "E1_accounts_per_party",
            "E2_cards_per_person",
            "E3_devices_per_party",
            "E4_shared_devices",
            "E5_ip_tail",
            "E6_ip_coverage",
            "E7_broken_references",
            "A1_weekly_peak_factor",
            "A2_weekend_share",
            "A3_night_to_peak",
            "A4_merchant_concentration",
            "A5_merchant_rank_size_slope",
            "A6_party_activity_gini",
            "A7_arrivals_per_active_party",
            "A8_over_dispersion",
            "A9_equal_timestamps",
            "G1_cross_border",
            "G2_home_share_by_channel",
            "G3_remote_to_present",
            "G4_zone_match",
            "SE1_singletons",
            "SE2_arrivals_per_session",
            "SE3_gap_inside_sessions",
            "SE4_sessions_over_the_caps",
            "SE5_shopping_trips",
            "SE6_richness",
            "B1_burstiness",
            "B2_memory",
            "B3_loyalty",
            "F1_decline_rate",
            "F2_decline_ratio",
            "F3_no_funds_share",
            "F4_suspected_fraud_share",
            "F5_decline_rises_with_amount",
            "F6_decline_concentration",
            "F7_challenged",
            "F8_challenge_not_completed",
            "F9_retried",
            "F10_order_approval",
            "F11_refunds_per_clearing",
            "F12_approved_never_cleared",
            "F13_templates_seen",
            "F14_events_per_flow",
            "F15_multi_attempt_sessions",
            "L1_request_to_response",
            "L2_response_not_challenged",
            "L3_response_all",
            "L4_zero_latency",
            "L5_time_outs",
            "L6_challenge_time",
            "L7_clearing_delay",
            "L8_clearing_beyond_validity",
            "L9_refund_delay",
            "L10_order_violations",
            "L11_law_distance",
            "M1_distinct_amounts",
            "M2_tail",
            "M3_top_8_share",
            "M4_mean_cleared_ticket",
            "M5_mean_cleared_pos",
            "M6_remote_to_present_ticket",
            "M7_cash_mean",
            "M8_cash_not_a_multiple",
            "M9_99_endings",
            "M10_last_digit",
            "M11_benford",
            "M12_clearing_equals_authorised",
            "M13_class_effect",
            "M14_merchant_effect",
            "M15_segment_effect",
            "M16_spread",
            "Q1_seed_stability",
            "Q2_seed_distance",
            "Q3_parity",
            "Q4_digests_that_differ",
            "Q5_asked_against_got",
            "Q6_time_safety",
            "Q7_branch_coverage");

    /** Queries whose results the metrics read, in the order of their numbers; each is kept as a table. */
    static final List<String> TABLES = List.of(
            "1_one_currency",
            "2_flows",
            "3_local_hours",
            "4_merchant_hours",
            "5_party_merchants",
            "6_party_rhythm",
            "7_retry_candidates");

    /** The same over several runs, below {@code beside}. */
    static final List<String> BESIDE_TABLES = List.of("1_seed_variation", "2_seed_distances");

    /** Rows of one run by the axes that seeds are compared on. */
    static final String SHARES = "beside/shares";

    private static final String CONTINUED = "--   ";

    /**
     * @param datasets 6A tables that must be there
     * @param daysMin of the horizon
     * @param margin what the flows that are judged had time for
     */
    record Needs(List<String> datasets, int daysMin, Margin margin) {}

    /** Time that an outcome must have had, so that slow ones are not missing. */
    enum Margin {
        NONE,
        CLEARING,
        REFUND
    }

    /**
     * Runs that one metric is taken over.
     *
     * @param runsMin the judged one among them
     */
    record Beside(Kind kind, int runsMin) {
        /** What the runs have in common. */
        enum Kind {
            /** All but the seed and the population. */
            SEEDS,
            /** The identity. */
            REPEATS
        }

        /** What is in the way when there are so many, the judged one among them. */
        Optional<String> obstacle(int runs) {
            if (runs >= runsMin) {
                return Optional.empty();
            }
            String found = runs == 1 ? ", there is one: name others by --beside" : ", there are " + runs;
            return Optional.of(
                    switch (kind) {
                        case SEEDS -> "needs runs of " + runsMin + " seeds" + found;
                        case REPEATS -> "needs another run of the same identity: --beside; ./millrace test holds it";
                    });
        }
    }

    static MetricQuery load(String name) {
        String text = text(name);
        String title = text.lines().findFirst().orElseThrow();
        String id = name.substring(0, name.indexOf('_'));
        String start = "-- " + id + ": ";
        if (!title.startsWith(start)) {
            throw new IllegalStateException(name + " must begin with " + start + "its name, was " + title);
        }
        return new MetricQuery(
                id,
                title.substring(start.length()),
                header(text, "= ").orElseThrow(),
                header(text, "source: ").orElseThrow(),
                needs(header(text, "needs: ").orElse("")),
                header(text, "rows: ").map(Long::valueOf),
                text);
    }

    /** Text of a query below {@code resources/verify/realism}. */
    static String text(String name) {
        try (InputStream stream = MetricQuery.class.getResourceAsStream("/verify/realism/" + name + ".sql")) {
            if (stream == null) {
                throw new IllegalStateException("no metric query " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("metric query " + name + " cannot be read", e);
        }
    }

    /** SHA-256 over all queries and the revision of the law tables, hex64: cards of equal queries can be compared. */
    static String digest() {
        return digest(LawTables.REVISION);
    }

    static String digest(int lawTablesRevision) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TupleDigest.uer(bytes, "law tables " + lawTablesRevision);
        Stream.of(NAMES.stream(), TABLES.stream().map(name -> "tables/" + name), Stream.of(SHARES))
                .flatMap(names -> names)
                .forEach(name -> {
                    TupleDigest.uer(bytes, name);
                    TupleDigest.uer(bytes, text(name));
                });
        return TupleDigest.sha256Hex(bytes.toByteArray());
    }

    /** Runs that the metric is taken over; empty when one is enough. */
    Optional<Beside> beside() {
        return header(sql, "beside: ").map(text -> {
            String[] words = text.split(" ", 2);
            return new Beside(Beside.Kind.valueOf(words[1].toUpperCase(Locale.ROOT)), Integer.parseInt(words[0]));
        });
    }

    /** Why a part is not compared between seeds; empty when it is. */
    Optional<String> notCompared(String part) {
        return header(sql, "not compared: ").or(() -> header(sql, "not compared " + part + ": "));
    }

    /** Letters of the id: the family, and the order of the card. */
    String family() {
        return metricId.replaceAll("[0-9]+$", "");
    }

    private static Needs needs(String text) {
        List<String> datasets = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            if (word.endsWith("_6A")) {
                datasets.add(word);
            }
        }
        Margin margin = text.contains("clearing margin")
                ? Margin.CLEARING
                : text.contains("refund margin") ? Margin.REFUND : Margin.NONE;
        return new Needs(
                List.copyOf(datasets), text.endsWith(" days") ? Integer.parseInt(text.split(" ", 2)[0]) : 0, margin);
    }

    private static Optional<String> header(String text, String key) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("-- " + key)) {
                StringBuilder value = new StringBuilder(lines.get(i).substring(3 + key.length()));
                for (int next = i + 1; next < lines.size() && lines.get(next).startsWith(CONTINUED); next++) {
                    value.append(' ').append(lines.get(next).substring(CONTINUED.length()));
                }
                return Optional.of(value.toString());
            }
        }
        return Optional.empty();
    }
}
