package io.millrace.slab;

import io.millrace.contract.FraudRole;
import io.millrace.contract.RiskTier;

/** Rows of {@code s5_merchant_fraud_roles_6A}, in unsigned order of merchant_id. */
public final class MerchantRoleSlab extends Slab {
    /** Unsigned. */
    public final long[] merchantId;

    /** Code of {@link FraudRole}. */
    public final byte[] role;

    /** Code of {@link RiskTier}. */
    public final byte[] tier;

    public MerchantRoleSlab(int rowsMax) {
        super(SlabKind.MERCHANT_ROLE, rowsMax);
        merchantId = columns.u64("merchant_id");
        role = columns.word("fraud_role_merchant", FraudRole.values());
        tier = columns.code("risk_tier", RiskTier.values());
    }
}
