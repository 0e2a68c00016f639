package io.millrace.slab;

/** Kinds of slabs; append only, the ordinal is in serialised state. */
public enum SlabKind {
    ARRIVAL("arrival_events_5B"),
    ATTACHED(""),
    SESSIONED("s1_arrival_entities_6B"),
    SESSION_INDEX("s1_session_index_6B"),
    FLOW("s2_flow_anchor_baseline_6B"),
    OUTCOME("s2_flow_outcome_baseline_6B"),
    EVENT("s2_event_stream_baseline_6B"),
    ACCOUNTING("stage_accounting_6B"),
    MERCHANT_DIM("merchant_dim_5B"),
    ZONE_DIM("zone_dim_5B"),
    SITE_DIM("site_dim_5B"),
    REJECT("arrival_rejects_5B"),
    PARTY("s1_party_base_6A"),
    ACCOUNT("s2_account_base_6A"),
    INSTRUMENT("s3_instrument_base_6A"),
    ACCOUNT_INSTRUMENT_LINK("s3_account_instrument_links_6A"),
    DEVICE("s4_device_base_6A"),
    IP("s4_ip_base_6A"),
    DEVICE_LINK("s4_device_links_6A"),
    IP_LINK("s4_ip_links_6A"),
    PARTY_ROLE("s5_party_fraud_roles_6A"),
    ACCOUNT_ROLE("s5_account_fraud_roles_6A"),
    DEVICE_ROLE("s5_device_fraud_roles_6A"),
    IP_ROLE("s5_ip_fraud_roles_6A"),
    MERCHANT_ROLE("s5_merchant_fraud_roles_6A");

    private final String datasetId;

    SlabKind(String datasetId) {
        this.datasetId = datasetId;
    }

    /** Dataset of the dictionary whose rows these are; empty for slabs that only travel. */
    public String datasetId() {
        return datasetId;
    }

    /** An empty slab of this kind. */
    public Slab empty(int rowsMax) {
        return switch (this) {
            case ARRIVAL -> new ArrivalSlab(rowsMax);
            case ATTACHED -> new AttachedSlab(rowsMax);
            case SESSIONED -> new SessionedSlab(rowsMax);
            case SESSION_INDEX -> new SessionIndexSlab(rowsMax);
            case FLOW -> new FlowSlab(rowsMax);
            case OUTCOME -> new OutcomeSlab(rowsMax);
            case EVENT -> new EventSlab(rowsMax);
            case ACCOUNTING -> new AccountingSlab(rowsMax);
            case MERCHANT_DIM -> new MerchantDimSlab(rowsMax);
            case ZONE_DIM -> new ZoneDimSlab(rowsMax);
            case SITE_DIM -> new SiteDimSlab(rowsMax);
            case REJECT -> new RejectSlab(rowsMax);
            case PARTY -> new PartySlab(rowsMax);
            case ACCOUNT -> new AccountSlab(rowsMax);
            case INSTRUMENT -> new InstrumentSlab(rowsMax);
            case ACCOUNT_INSTRUMENT_LINK -> new AccountInstrumentLinkSlab(rowsMax);
            case DEVICE -> new DeviceSlab(rowsMax);
            case IP -> new IpSlab(rowsMax);
            case DEVICE_LINK -> new DeviceLinkSlab(rowsMax);
            case IP_LINK -> new IpLinkSlab(rowsMax);
            case PARTY_ROLE, ACCOUNT_ROLE, DEVICE_ROLE, IP_ROLE -> new FraudRoleSlab(this, rowsMax);
            case MERCHANT_ROLE -> new MerchantRoleSlab(rowsMax);
        };
    }
}
