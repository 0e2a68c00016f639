package io.millrace.random;

import java.util.Arrays;
import java.util.List;

/**
 * Every named draw of the traffic job and of generated worlds: its family, the kind of ids that enter the counter, and its draws per evaluation
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
    EVENT_OFFSET(DrawFamily.EVENT_TIMING, IdKind.FLOW_SLOT, 1, 112),
    /** Keys of structures of a generated world: published ids, activity ranks, households, rings, IPs, pools. */
    PUB(DrawFamily.WORLD_STRUCTURE, IdKind.STRUCTURE, 1, 400),
    ACT(DrawFamily.WORLD_STRUCTURE, IdKind.STRUCTURE, 1, 401),
    HOUSEHOLD(DrawFamily.WORLD_STRUCTURE, IdKind.STRUCTURE, 1, 402),
    HOMENAT(DrawFamily.WORLD_STRUCTURE, IdKind.STRUCTURE, 1, 403),
    RELATIVE(DrawFamily.WORLD_STRUCTURE, IdKind.STRUCTURE, 1, 404),
    RING(DrawFamily.WORLD_STRUCTURE, IdKind.STRUCTURE, 1, 405),
    IP(DrawFamily.WORLD_STRUCTURE, IdKind.STRUCTURE, 1, 406),
    CARRIER(DrawFamily.WORLD_STRUCTURE, IdKind.STRUCTURE, 1, 407),
    WORK(DrawFamily.WORLD_STRUCTURE, IdKind.STRUCTURE, 1, 408),
    CAMPUS(DrawFamily.WORLD_STRUCTURE, IdKind.STRUCTURE, 1, 409),
    PUBLIC(DrawFamily.WORLD_STRUCTURE, IdKind.STRUCTURE, 1, 410),
    HOTEL(DrawFamily.WORLD_STRUCTURE, IdKind.STRUCTURE, 1, 411),
    VPN(DrawFamily.WORLD_STRUCTURE, IdKind.STRUCTURE, 1, 412),
    OFFICE(DrawFamily.WORLD_STRUCTURE, IdKind.STRUCTURE, 1, 413),
    HOST(DrawFamily.WORLD_STRUCTURE, IdKind.STRUCTURE, 1, 414),
    PARTY_LATENT(DrawFamily.WORLD_ENTITY, IdKind.PARTY, 2, 420),
    PARTY_ROLE(DrawFamily.WORLD_ENTITY, IdKind.PARTY, 1, 421),
    RING_ROLE(DrawFamily.WORLD_ENTITY, IdKind.PARTY, 1, 422),
    ACCOUNT_COUNT(DrawFamily.WORLD_ENTITY, IdKind.PARTY_SLOT, 2, 423),
    INSTRUMENT_COUNT(DrawFamily.WORLD_ENTITY, IdKind.ACCOUNT_SLOT, 2, 424),
    INSTRUMENT_SCHEME(DrawFamily.WORLD_ENTITY, IdKind.INSTRUMENT, 1, 425),
    DEVICE_COUNT(DrawFamily.WORLD_ENTITY, IdKind.PARTY_SLOT, 2, 426),
    DEVICE_OS(DrawFamily.WORLD_ENTITY, IdKind.DEVICE, 2, 427),
    DEVICE_SHARE(DrawFamily.WORLD_ENTITY, IdKind.DEVICE, 2, 428),
    DEVICE_IP(DrawFamily.WORLD_ENTITY, IdKind.DEVICE_SLOT, 2, 429),
    DEVICE_ROLE(DrawFamily.WORLD_ENTITY, IdKind.DEVICE, 1, 430),
    ACCOUNT_ROLE(DrawFamily.WORLD_ENTITY, IdKind.ACCOUNT, 2, 431),
    IP_ATTR(DrawFamily.WORLD_ENTITY, IdKind.IP, 2, 432),
    IP_ROLE(DrawFamily.WORLD_ENTITY, IdKind.IP, 1, 433),
    /** Key of the merchant ids. */
    ID(DrawFamily.WORLD_MERCHANT, IdKind.STRUCTURE, 1, 440),
    BRAND_HOME(DrawFamily.WORLD_MERCHANT, IdKind.BRAND, 1, 441),
    BRAND_PRESENT(DrawFamily.WORLD_MERCHANT, IdKind.BRAND_COUNTRY, 2, 442),
    SHAPE_VARIANT(DrawFamily.WORLD_MERCHANT, IdKind.SHAPE_COUNTRY, 1, 443),
    MCC(DrawFamily.WORLD_MERCHANT, IdKind.MERCHANT_INDEX, 1, 444),
    SITE_ZONE(DrawFamily.WORLD_MERCHANT, IdKind.MERCHANT_COUNTRY_SITE, 1, 445),
    MERCHANT_ROLE(DrawFamily.WORLD_MERCHANT, IdKind.MERCHANT_INDEX, 2, 446),
    FIELD(DrawFamily.WORLD_ARRIVAL, IdKind.FIELD_HOUR, 1, 460),
    DAY(DrawFamily.WORLD_ARRIVAL, IdKind.MERCHANT_DAY, 1, 461),
    COUNT(DrawFamily.WORLD_ARRIVAL, IdKind.ROW_HOUR, 2, 462),
    CHUNK(DrawFamily.WORLD_ARRIVAL, IdKind.ROW_HOUR, 2, 463),
    VISIT(DrawFamily.WORLD_ARRIVAL, IdKind.ROW_VISIT, 2, 464),
    HEAD(DrawFamily.WORLD_ARRIVAL, IdKind.ROW_VISIT, 2, 465),
    TILT(DrawFamily.WORLD_ARRIVAL, IdKind.ROW_VISIT, 1, 466),
    GAP(DrawFamily.WORLD_ARRIVAL, IdKind.ROW_FOLLOW_UP, 1, 467);

    private static final List<Decision> TRAFFIC = Arrays.stream(values())
            .filter(decision -> decision.family().isTraffic())
            .toList();

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

    /** Draws of the traffic job, in order; what ledgers and reports of a run are about. Their ordinals are dense from 0. */
    public static List<Decision> traffic() {
        return TRAFFIC;
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
        MERCHANT_ITEM,
        /** No counter: the decision is a key only. */
        STRUCTURE,
        PARTY,
        PARTY_SLOT,
        ACCOUNT_SLOT,
        INSTRUMENT,
        DEVICE,
        DEVICE_SLOT,
        IP,
        BRAND,
        BRAND_COUNTRY,
        SHAPE_COUNTRY,
        MERCHANT_INDEX,
        MERCHANT_COUNTRY_SITE,
        FIELD_HOUR,
        MERCHANT_DAY,
        ROW_HOUR,
        ROW_VISIT,
        ROW_FOLLOW_UP
    }
}
