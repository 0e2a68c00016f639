package io.millrace.entities;

import io.millrace.contract.FraudRole;
import io.millrace.contract.RiskTier;
import io.millrace.world.Portfolio;

/** Posture of one party and what it owns, by the slots of its {@link PartyTraits}; reused between parties. */
public final class PartyPosture {
    public FraudRole role = FraudRole.CLEAN;
    public RiskTier tier = RiskTier.LOW;
    public final FraudRole[] accountRole = new FraudRole[Portfolio.ACCOUNTS_MAX];
    public final RiskTier[] accountTier = new RiskTier[Portfolio.ACCOUNTS_MAX];
    public final FraudRole[] deviceRole = new FraudRole[Portfolio.DEVICES_MAX];
    public final RiskTier[] deviceTier = new RiskTier[Portfolio.DEVICES_MAX];

    /** A device of the party has the tier HIGH. */
    boolean hasHighDevice(int devices) {
        for (int slot = 0; slot < devices; slot++) {
            if (deviceTier[slot] == RiskTier.HIGH) {
                return true;
            }
        }
        return false;
    }
}
