package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One check as it lies in {@code resources/verify}: a query whose rows are violations, below a header that says what must
 * hold, which code a violation has, where documents say so, and what it needs.
 *
 * @param checkId name without number
 * @param title what must hold
 * @param where documents that promise it
 * @param needs of the world, besides the run
 * @param sql the query
 */
record CheckQuery(String checkId, String title, ErrorCode code, String where, Needs needs, String sql) {
    /** All checks in the order of their numbers; the test compares the list with the folder. */
    static final List<String> NAMES = List.of(
            "010_entity_keys_unique",
            "011_session_keys_unique",
            "012_flow_keys_unique",
            "013_event_keys_unique",
            "014_events_adjacent",
            "020_p1_arrivals_equal_anchors",
            "021_p2_session_aggregates",
            "022_p3_flows_equal_outcomes",
            "023_p4_event_counts",
            "024_p5_amounts",
            "025_p2_single_arrivals",
            "026_p2_dominant_ids",
            "030_session_walk",
            "031_party_walk",
            "032_null_instruments",
            "033_party_country_rules",
            "034_boundary_rules",
            "035_close_reason",
            "036_rule_words",
            "037_arrival_fields",
            "038_one_party_per_visit",
            "040_life_cycle_grammar",
            "041_time_order",
            "042_events_before_horizon",
            "043_amount_signs",
            "044_refund_within_clearing",
            "045_clearing_kind",
            "046_decline_is_final",
            "047_orders",
            "048_currency_of_country",
            "049_outcome_equals_events",
            "050_cross_border",
            "051_event_entities",
            "052_retry_candidates",
            "053_amount_grid",
            "054_amount_range",
            "055_final_state",
            "056_retry_follows_decline",
            "057_family_and_class",
            "060_partition_dates",
            "070_entities_exist",
            "071_terminals_exist",
            "072_arrivals_unchanged");

    /** Queries whose results checks share, in the order of their numbers; each is kept as a table from its first use. */
    static final List<String> TABLES =
            List.of("1_stories", "2_flows", "3_strange_events", "4_walk", "5_sizes", "6_members", "7_spans");

    /** What a check reads besides the run. */
    enum Needs {
        NOTHING,
        /** Entity tables of 6A. */
        TABLES,
        /** Files of arrivals of 5B. */
        ARRIVALS
    }

    static CheckQuery load(String name) {
        String text = text(name);
        return new CheckQuery(
                name.substring(4),
                text.lines().findFirst().orElseThrow().replaceFirst("^-- ", ""),
                ErrorCode.valueOf(header(text, "code").orElseThrow()),
                header(text, "where").orElseThrow(),
                needs(header(text, "needs").orElse("")),
                text);
    }

    /** Text of a query below {@code resources/verify}. */
    static String text(String name) {
        try (InputStream stream = CheckQuery.class.getResourceAsStream("/verify/" + name + ".sql")) {
            if (stream == null) {
                throw new IllegalStateException("no check query " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("check query " + name + " cannot be read", e);
        }
    }

    /** Whether a text reads a table of {@link #TABLES}, by its name without number. */
    static boolean reads(String text, String table) {
        return Pattern.compile("\\b(FROM|JOIN|,) " + table + "\\b")
                .matcher(text)
                .find();
    }

    /** View by whose rows a shared table is made in slices, if it is; its text picks slice {@code slice} of {@code slices}. */
    static Optional<String> slicesOf(String text) {
        return header(text, "slices");
    }

    private static Optional<String> header(String text, String key) {
        String start = "-- " + key + ": ";
        return text.lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .map(line -> line.substring(start.length()));
    }

    private static Needs needs(String word) {
        return switch (word) {
            case "" -> Needs.NOTHING;
            case "tables" -> Needs.TABLES;
            case "arrivals" -> Needs.ARRIVALS;
            default -> throw new IllegalStateException("a check needs tables or arrivals, was " + word);
        };
    }
}
