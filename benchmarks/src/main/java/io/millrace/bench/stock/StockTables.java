package io.millrace.bench.stock;

import java.util.Arrays;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/** Columns of the tables, by the names and in the order of the contracts. Times are plain 64-bit numbers, unlike ours. */
final class StockTables {
    /** What is read of an arrival. */
    static final RowType ATTACHED = type(
            "ts_utc:l merchant_id:l arrival_seq:l bucket_index:i site_id:L edge_id:L is_virtual:b tzid_primary:s",
            "legal_country_iso:s channel:s channel_source:s party_id:l account_id:l instrument_id:L device_id:l ip_id:l",
            "party_country_iso:s device_is_terminal:b visit_source:s visit_slot:i party_rule:s account_rule:s",
            "instrument_rule:s device_rule:s ip_rule:s");

    static final RowType ARRIVAL = type(
            "ts_utc:l merchant_id:l arrival_seq:l bucket_index:i site_id:L edge_id:L is_virtual:b tzid_primary:s",
            "legal_country_iso:s channel:s channel_source:s party_id:l account_id:l instrument_id:L device_id:l ip_id:l",
            "party_country_iso:s device_is_terminal:b session_id:l session_seq:i gap_previous_us:L session_elapsed_us:l",
            "boundary_rule:s visit_source:s visit_slot:i party_rule:s account_rule:s instrument_rule:s device_rule:s",
            "ip_rule:s");

    static final RowType SESSION = type(
            "session_id:l party_id:l session_start_utc:l session_end_utc:l arrival_count:i max_gap_us:l",
            "primary_account_id:l primary_device_id:l primary_ip_id:l primary_merchant_id:l primary_instrument_id:L",
            "primary_channel:s distinct_account_count:i distinct_instrument_count:i distinct_device_count:i",
            "distinct_ip_count:i distinct_merchant_count:i first_merchant_id:l first_arrival_seq:l close_reason:s");

    static final RowType FLOW = type(
            "flow_id:l merchant_id:l arrival_seq:l ts_utc:l session_id:l session_seq:i gap_previous_us:L order_id:l",
            "attempt_index:i channel:s flow_family:s party_id:l account_id:l instrument_id:L device_id:l ip_id:l",
            "sale_country_iso:s party_country_iso:s cross_border:b price_class:s currency:s amount_minor:l");

    static final RowType OUTCOME = type(
            "flow_id:l ts_utc:l flow_type:S final_state:s auth_result:S reason_code:S step_up_result:s",
            "auth_response_ts:L clearing_ts:L clearing_amount_minor:L clearing_kind:S reversal_ts:L refund_ts:L",
            "refund_amount_minor:L refund_kind:S event_count:i open_at_horizon:b censored_events:i template:i");

    static final RowType EVENT = type(
            "flow_id:l event_seq:i event_type:s ts_utc:l amount_minor:l currency:s merchant_id:l instrument_id:L",
            "channel:s step_up_result:S auth_result:S reason_code:S approval_code:I");

    private StockTables() {}

    /** {@code name:kind}; kinds are long, int, boolean and string, capital when they may be null. */
    private static RowType type(String... lines) {
        String[] columns = String.join(" ", lines).split(" ");
        String[] names = new String[columns.length];
        LogicalType[] types = new LogicalType[columns.length];
        for (int i = 0; i < columns.length; i++) {
            int colon = columns[i].indexOf(':');
            names[i] = columns[i].substring(0, colon);
            char kind = columns[i].charAt(colon + 1);
            types[i] = kind(Character.toLowerCase(kind), Character.isUpperCase(kind));
        }
        return RowType.of(types, Arrays.copyOf(names, names.length));
    }

    private static LogicalType kind(char kind, boolean nullable) {
        return switch (kind) {
            case 'l' -> new BigIntType(nullable);
            case 'i' -> new IntType(nullable);
            case 'b' -> new BooleanType(nullable);
            case 's' -> new VarCharType(nullable, VarCharType.MAX_LENGTH);
            default -> throw new IllegalArgumentException("no kind " + kind);
        };
    }
}
