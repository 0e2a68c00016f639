package io.millrace.job.prepare;

import io.millrace.contract.ForeignColumn;
import io.millrace.contract.ForeignColumn.Kind;
import io.millrace.contract.ForeignColumn.Need;
import java.util.ArrayList;
import java.util.List;

/** The 6A tables of another engine, and the columns that we read of each. */
enum EntityTable {
    PARTY("s1_party_base_6A", "party_id party_type segment_id country_iso", "home_tzid"),
    ACCOUNT("s2_account_base_6A", "account_id owner_party_id account_type", ""),
    INSTRUMENT("s3_instrument_base_6A", "instrument_id account_id owner_party_id instrument_type", ""),
    HOLDING("s3_account_instrument_links_6A", "account_id instrument_id instrument_type", ""),
    DEVICE("s4_device_base_6A", "device_id device_type", "primary_party_id primary_merchant_id site_id"),
    IP("s4_ip_base_6A", "ip_id ip_type country_iso", ""),
    DEVICE_LINK("s4_device_links_6A", "device_id link_role", "party_id account_id instrument_id merchant_id"),
    IP_LINK("s4_ip_links_6A", "ip_id link_role", "device_id party_id merchant_id"),
    PARTY_ROLE("s5_party_fraud_roles_6A", "party_id fraud_role_party risk_tier", ""),
    ACCOUNT_ROLE("s5_account_fraud_roles_6A", "account_id fraud_role_account risk_tier", ""),
    MERCHANT_ROLE("s5_merchant_fraud_roles_6A", "merchant_id fraud_role_merchant risk_tier", ""),
    DEVICE_ROLE("s5_device_fraud_roles_6A", "device_id fraud_role_device risk_tier", ""),
    IP_ROLE("s5_ip_fraud_roles_6A", "ip_id fraud_role_ip risk_tier", "");

    /** Axes that a table may repeat; they stand behind its own columns. */
    private static final List<String> AXES = List.of("seed", "parameter_hash", "manifest_fingerprint");

    private final String datasetId;
    private final String required;
    private final String optional;

    EntityTable(String datasetId, String required, String optional) {
        this.datasetId = datasetId;
        this.required = required;
        this.optional = optional;
    }

    String datasetId() {
        return datasetId;
    }

    /** Required ones first, then those that may be absent or null, then the axes. */
    List<ForeignColumn> columns() {
        List<ForeignColumn> columns = new ArrayList<>();
        add(columns, required, Need.REQUIRED);
        add(columns, optional, Need.OPTIONAL);
        AXES.forEach(axis -> add(columns, axis, Need.OPTIONAL));
        return columns;
    }

    private static void add(List<ForeignColumn> columns, String names, Need need) {
        for (String name : names.split(" ")) {
            if (!name.isEmpty()) {
                columns.add(new ForeignColumn(
                        name,
                        (name.endsWith("_id") && !name.equals("segment_id")) || name.equals("seed")
                                ? Kind.ID
                                : Kind.TEXT,
                        need));
            }
        }
    }
}
