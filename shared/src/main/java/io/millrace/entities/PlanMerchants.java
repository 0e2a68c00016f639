package io.millrace.entities;

import io.millrace.contract.Channel;
import io.millrace.merchants.MerchantPlan;

/** The merchants of a plan, as entities need them: a pair (merchant, country) is a branch. */
final class PlanMerchants implements MerchantPlaces {
    private final MerchantPlan plan;

    PlanMerchants(MerchantPlan plan) {
        this.plan = plan;
    }

    @Override
    public int merchants() {
        return plan.merchants();
    }

    @Override
    public long merchantId(int merchantOrdinal) {
        return plan.merchantId(merchantOrdinal);
    }

    @Override
    public long merchantKey(int merchantOrdinal) {
        return plan.index(merchantOrdinal);
    }

    @Override
    public int category(int merchantOrdinal) {
        return plan.mcc(merchantOrdinal);
    }

    @Override
    public int sitesOfMerchant(int merchantOrdinal) {
        return plan.siteCount(merchantOrdinal);
    }

    @Override
    public int sites() {
        return plan.sites();
    }

    @Override
    public long siteId(int siteOrdinal) {
        return plan.siteId(siteOrdinal);
    }

    @Override
    public int merchantOfSite(int siteOrdinal) {
        return plan.merchantOf(plan.branchOf(siteOrdinal));
    }

    @Override
    public int countryOfSite(int siteOrdinal) {
        return countryOfCell(plan.branchOf(siteOrdinal));
    }

    @Override
    public int terminals(int siteOrdinal) {
        return plan.terminals(siteOrdinal);
    }

    @Override
    public boolean isCashSite(int siteOrdinal) {
        return plan.channelOfSites(siteOrdinal) == Channel.ATM;
    }

    @Override
    public int cells() {
        return plan.branches();
    }

    @Override
    public int merchantOfCell(int cell) {
        return plan.merchantOf(cell);
    }

    @Override
    public int countryOfCell(int cell) {
        return plan.places().iso(plan.countryOf(cell));
    }

    @Override
    public int firstCell(int merchantOrdinal) {
        return plan.firstBranch(merchantOrdinal);
    }
}
