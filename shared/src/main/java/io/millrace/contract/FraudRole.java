package io.millrace.contract;

import java.util.Arrays;
import java.util.List;

/** Roles of entities, generator truth; the first of each entity is the clean one. Append only: codes are on disk. */
public enum FraudRole implements Coded {
    CLEAN(EntityKind.PARTY),
    SYNTHETIC_ID(EntityKind.PARTY),
    ASSOCIATE(EntityKind.PARTY),
    MULE(EntityKind.PARTY),
    ORGANISER(EntityKind.PARTY),
    CLEAN_ACCOUNT(EntityKind.ACCOUNT),
    DORMANT_RISKY(EntityKind.ACCOUNT),
    HIGH_RISK_ACCOUNT(EntityKind.ACCOUNT),
    MULE_ACCOUNT(EntityKind.ACCOUNT),
    NORMAL(EntityKind.MERCHANT),
    HIGH_RISK_MCC(EntityKind.MERCHANT),
    MSB(EntityKind.MERCHANT),
    COLLUSIVE(EntityKind.MERCHANT),
    CLEAN_DEVICE(EntityKind.DEVICE),
    REUSED_DEVICE(EntityKind.DEVICE),
    HIGH_RISK_DEVICE(EntityKind.DEVICE),
    CLEAN_IP(EntityKind.IP),
    SHARED_IP(EntityKind.IP),
    HIGH_RISK_IP(EntityKind.IP);

    private static final FraudRole[] VALUES = values();

    private final EntityKind entity;

    FraudRole(EntityKind entity) {
        this.entity = entity;
    }

    public EntityKind entity() {
        return entity;
    }

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** Roles of one kind of entity, by code, the clean one first. */
    public static List<FraudRole> of(EntityKind entity) {
        return Arrays.stream(VALUES).filter(role -> role.entity == entity).toList();
    }

    /** @throws IllegalArgumentException for a code outside 1..19 */
    public static FraudRole ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("FraudRole has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
