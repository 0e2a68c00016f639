package io.millrace.entities;

import io.millrace.contract.FraudRole;
import io.millrace.policy.RolesPolicy;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.table.CutTable;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;

/** Role of a member of a fraud ring: slot 0 organises a large ring, the others are drawn. World design section 3.7. */
public final class RingRoleLaw implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int organiserSizeMin;
    private final List<FraudRole> others;
    private final CutTable cuts;
    private final Draws draws;

    private RingRoleLaw(int organiserSizeMin, List<FraudRole> others, CutTable cuts, Draws draws) {
        this.organiserSizeMin = organiserSizeMin;
        this.others = others;
        this.cuts = cuts;
        this.draws = draws;
    }

    public static RingRoleLaw of(RolesPolicy.RingRoles policy, Draws draws) {
        List<FraudRole> others = List.copyOf(policy.others().keySet());
        long[] weights = others.stream()
                .mapToLong(role -> RoleCuts.weight(policy.others().get(role)))
                .toArray();
        return new RingRoleLaw(policy.organiserSizeMin(), others, CutTable.ofShares(weights), draws);
    }

    /**
     * @param slot of the member in its ring, 0-based
     * @param size members of the ring
     */
    public FraudRole role(long partyId, int slot, int size) {
        if (slot == 0) {
            return size >= organiserSizeMin ? FraudRole.ORGANISER : FraudRole.ASSOCIATE;
        }
        return others.get(cuts.count(draws.x0(Decision.RING_ROLE, partyId, 0)));
    }
}
