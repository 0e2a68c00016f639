package io.millrace.entities;

import io.millrace.world.PartyPlan;

/** The parties of a plan, as entities need them. */
final class PlanParties implements PartyLayout {
    private final PartyPlan plan;

    PlanParties(PartyPlan plan) {
        this.plan = plan;
    }

    @Override
    public long parties() {
        return plan.parties();
    }

    @Override
    public int zones() {
        return plan.zones();
    }

    @Override
    public int country(int zone) {
        return plan.country(zone);
    }

    @Override
    public int region(int zone) {
        return plan.region(zone);
    }

    @Override
    public int zoneOrdinal(int zone) {
        return plan.zoneOrdinal(zone);
    }

    @Override
    public String currency(int zone) {
        return plan.currency(zone);
    }

    @Override
    public long countryWeight(int country) {
        return plan.countryWeight(country);
    }

    @Override
    public long first(int zone) {
        return plan.first(zone);
    }

    @Override
    public long workingEnd(int zone) {
        return plan.workingEnd(zone);
    }

    @Override
    public long studentFirst(int zone) {
        return plan.studentFirst(zone);
    }

    @Override
    public long retailEnd(int zone) {
        return plan.retailEnd(zone);
    }

    @Override
    public long end(int zone) {
        return plan.end(zone);
    }

    @Override
    public long ordinal(long index) {
        return plan.ordinal(index);
    }

    @Override
    public long index(long ordinal) {
        return plan.index(ordinal);
    }

    @Override
    public int cellOf(long index) {
        return plan.cellOf(index);
    }

    @Override
    public int zoneOf(long index) {
        return plan.zoneOf(index);
    }

    @Override
    public int segmentOf(long index) {
        return plan.segmentOf(index);
    }

    @Override
    public int stripOf(long index) {
        return plan.stripOf(index);
    }

    @Override
    public int stripOf(int cell, long index) {
        return plan.stripOf(cell, index);
    }

    @Override
    public int level(long partyId, int strip) {
        return plan.level(partyId, strip);
    }

    @Override
    public int scope(int country, int zoneOrdinal) {
        return plan.scope(country, zoneOrdinal);
    }

    @Override
    public int worldScope() {
        return plan.worldScope();
    }

    @Override
    public long pick(int scope, long x0, long x1) {
        return plan.pick(scope, x0, x1);
    }

    @Override
    public long mass(int scope) {
        return plan.mass(scope);
    }

    @Override
    public long weight(long ordinal) {
        return plan.weight(ordinal);
    }

    @Override
    public long massOfSegment(int segment) {
        return plan.massOfSegment(segment);
    }
}
