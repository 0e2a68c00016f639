package io.millrace.random;

/**
 * Every named draw of the traffic job: its family, the kind of ids that enter the counter, and its draws per evaluation
 * (1 uses lane 0, 2 uses both lanes of one block). Codes order reports and enter no key. Random law section 9.
 */
public enum Decision {
    CHANNEL(DrawFamily.ENTITY_ATTACH, IdKind.ARRIVAL, 1, 1),
    VISIT_SLOT(DrawFamily.ENTITY_ATTACH, IdKind.ARRIVAL, 1, 2),
    SWITCH(DrawFamily.ENTITY_ATTACH, IdKind.ARRIVAL, 1, 3),
    VISIT_SOURCE(DrawFamily.ENTITY_ATTACH, IdKind.VISIT, 2, 4),
    PARTY_SCOPE(DrawFamily.ENTITY_ATTACH, IdKind.SOURCE, 2, 5),
    PARTY_PICK(DrawFamily.ENTITY_ATTACH, IdKind.SOURCE, 2, 6),
    TRAVEL_AWAY(DrawFamily.ENTITY_ATTACH, IdKind.PARTY_STAY, 1, 7),
    TRAVEL_DESTINATION(DrawFamily.ENTITY_ATTACH, IdKind.PARTY_STAY, 1, 8),
    VISITOR(DrawFamily.ENTITY_ATTACH, IdKind.PARTY_DAY, 2, 9),
    SUBSTITUTE(DrawFamily.ENTITY_ATTACH, IdKind.PARTY_DAY, 2, 10),
    VISIT_MEANS(DrawFamily.ENTITY_ATTACH, IdKind.VISIT, 2, 11),
    MEANS_HABIT(DrawFamily.ENTITY_ATTACH, IdKind.PARTY_MERCHANT, 2, 12),
    MEANS_VISIT(DrawFamily.ENTITY_ATTACH, IdKind.VISIT, 2, 13),
    MEANS_SWITCH(DrawFamily.ENTITY_ATTACH, IdKind.ARRIVAL, 2, 14),
    ENDPOINT_VISIT(DrawFamily.ENTITY_ATTACH, IdKind.VISIT, 2, 15),
    ENDPOINT_TRIP(DrawFamily.ENTITY_ATTACH, IdKind.SOURCE, 2, 16),
    TERMINAL(DrawFamily.ENTITY_ATTACH, IdKind.VISIT, 2, 17),
    GAP_RAMP(DrawFamily.SESSION_BOUNDARY, IdKind.ARRIVAL_PAIR, 1, 18),
    RETRY(DrawFamily.FLOW_SHAPE, IdKind.FLOW, 1, 100),
    STEP_UP(DrawFamily.FLOW_SHAPE, IdKind.FLOW, 2, 101),
    ACCOUNT_STRAIN(DrawFamily.FLOW_SHAPE, IdKind.ACCOUNT, 1, 102),
    DECLINE(DrawFamily.FLOW_SHAPE, IdKind.FLOW, 2, 103),
    AFTER_APPROVAL(DrawFamily.FLOW_SHAPE, IdKind.FLOW, 2, 104),
    AMOUNT(DrawFamily.AMOUNT_DRAW, IdKind.FLOW, 2, 105),
    CLEARING_DIFFERENCE(DrawFamily.AMOUNT_DRAW, IdKind.FLOW, 2, 106),
    REFUND_AMOUNT(DrawFamily.AMOUNT_DRAW, IdKind.FLOW, 2, 107),
    MERCHANT_CLASS(DrawFamily.AMOUNT_DRAW, IdKind.MERCHANT, 1, 108),
    MERCHANT_LEVEL(DrawFamily.AMOUNT_DRAW, IdKind.MERCHANT, 1, 109),
    MERCHANT_ITEM(DrawFamily.AMOUNT_DRAW, IdKind.MERCHANT_ITEM, 2, 110),
    MERCHANT_PUMP(DrawFamily.AMOUNT_DRAW, IdKind.MERCHANT, 2, 111),
    EVENT_OFFSET(DrawFamily.EVENT_TIMING, IdKind.FLOW_SLOT, 1, 112);

    private final DrawFamily family;
    private final IdKind kind;
    private final int draws;
    private final int code;

    Decision(DrawFamily family, IdKind kind, int draws, int code) {
        this.family = family;
        this.kind = kind;
        this.draws = draws;
        this.code = code;
    }

    public DrawFamily family() {
        return family;
    }

    public IdKind kind() {
        return kind;
    }

    /** 1 or 2 per evaluation; every evaluation is one block. */
    public int draws() {
        return draws;
    }

    public int code() {
        return code;
    }

    /** What the counter is made of; within a kind (hi, lo) is one-to-one. Random law section 3. */
    public enum IdKind {
        ARRIVAL,
        ARRIVAL_PAIR,
        VISIT,
        SOURCE,
        PARTY_STAY,
        PARTY_DAY,
        PARTY_MERCHANT,
        FLOW,
        FLOW_SLOT,
        ACCOUNT,
        MERCHANT,
        MERCHANT_ITEM
    }
}
