package io.millrace.job.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One check as it lies in {@code resources/verify}: a query whose rows are violations, a title, what it needs.
 *
 * @param checkId name without number
 * @param title what must hold
 * @param needsUpstream reads 6A tables
 * @param sql the query
 */
record CheckQuery(String checkId, String title, boolean needsUpstream, String sql) {
    /** All checks in the order of their numbers; the test compares the list with the folder. */
    static final List<String> NAMES = List.of(
            "010_entity_keys_unique",
            "011_session_keys_unique",
            "012_flow_keys_unique",
            "013_event_keys_unique",
            "020_p1_arrivals_equal_anchors",
            "021_p2_session_aggregates",
            "022_p3_flows_equal_outcomes",
            "023_p4_event_counts",
            "024_p5_amounts",
            "030_session_walk",
            "031_party_walk",
            "032_null_instruments",
            "033_party_country_rules",
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
            "060_partition_dates",
            "070_entities_exist");

    static CheckQuery load(String name) {
        try (InputStream stream = CheckQuery.class.getResourceAsStream("/verify/" + name + ".sql")) {
            if (stream == null) {
                throw new IllegalStateException("no check query " + name);
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            String title = text.lines().findFirst().orElseThrow().replaceFirst("^-- ", "");
            return new CheckQuery(name.substring(4), title, text.contains("-- needs: upstream"), text);
        } catch (IOException e) {
            throw new IllegalStateException("check query " + name + " cannot be read", e);
        }
    }
}
