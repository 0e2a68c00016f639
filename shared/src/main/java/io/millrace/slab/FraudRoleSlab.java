package io.millrace.slab;

import io.millrace.contract.FraudRole;
import io.millrace.contract.RiskTier;

/**
 * Rows of {@code s5_party_fraud_roles_6A}, {@code s5_account_fraud_roles_6A}, {@code s5_device_fraud_roles_6A} or
 * {@code s5_ip_fraud_roles_6A}, in order of the entity's id. Merchants have unsigned ids and a {@link MerchantRoleSlab}.
 */
public final class FraudRoleSlab extends Slab {
    public final long[] entityId;

    /** Code of {@link FraudRole}, one of the roles of this kind of entity. */
    public final byte[] role;

    /** Code of {@link RiskTier}. */
    public final byte[] tier;

    /**
     * @param kind PARTY_ROLE, ACCOUNT_ROLE, DEVICE_ROLE or IP_ROLE
     * @throws IllegalArgumentException for any other kind
     */
    public FraudRoleSlab(SlabKind kind, int rowsMax) {
        super(kind, rowsMax);
        String entity = entity(kind);
        entityId = columns.i64(entity + "_id");
        role = columns.word("fraud_role_" + entity, FraudRole.values());
        tier = columns.code("risk_tier", RiskTier.values());
    }

    private static String entity(SlabKind kind) {
        if (kind == SlabKind.PARTY_ROLE) {
            return "party";
        }
        if (kind == SlabKind.ACCOUNT_ROLE) {
            return "account";
        }
        if (kind == SlabKind.DEVICE_ROLE) {
            return "device";
        }
        if (kind == SlabKind.IP_ROLE) {
            return "ip";
        }
        throw new IllegalArgumentException("a kind of role rows, was " + kind);
    }
}
