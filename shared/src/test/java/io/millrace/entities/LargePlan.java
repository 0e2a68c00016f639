package io.millrace.entities;

/** A plan of a million parties that otherwise answers as a smaller one. */
final class LargePlan implements CheckPlan {
    private final CheckPlan plan;

    LargePlan(CheckPlan plan) {
        this.plan = plan;
    }

    @Override
    public long parties() {
        return 1_000_000;
    }

    @Override
    public int zones() {
        return plan.zones();
    }

    @Override
    public long parties(int zone, int segment) {
        return plan.parties(zone, segment);
    }

    @Override
    public void load(long partyId, PlannedParty out) {
        plan.load(partyId, out);
    }

    @Override
    public long ipPlaces() {
        return plan.ipPlaces();
    }

    @Override
    public int ipType(long ipId) {
        return plan.ipType(ipId);
    }

    @Override
    public long terminals() {
        return plan.terminals();
    }

    @Override
    public int merchants() {
        return plan.merchants();
    }

    @Override
    public long rings() {
        return plan.rings();
    }

    @Override
    public int accountBlocks(int partyType) {
        return plan.accountBlocks(partyType);
    }

    @Override
    public int deviceBlocks(int partyType) {
        return plan.deviceBlocks(partyType);
    }

    @Override
    public int instrumentBlocks(int accountType) {
        return plan.instrumentBlocks(accountType);
    }
}
