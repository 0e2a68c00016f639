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
    REJECT("arrival_rejects_5B");

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
        };
    }
}
