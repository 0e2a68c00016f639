package io.millrace.entities;

/** The plan of a made world, for its checks. Loads are for one thread. */
public final class MadePlan implements CheckPlan {
    /** Strips below this one hold the active parties. */
    private static final int ACTIVE_STRIPS = 12;

    private final WorldMaker world;
    private final PartyLayout layout;
    private final PlannedMeans means;
    private final Place place = new Place();
    /** [position in zone_dim_5B * segments + segment code]. */
    private final long[] parties;

    private final int zones;
    private final long terminals;

    public MadePlan(WorldMaker world) {
        this.world = world;
        layout = world.layout;
        means = new PlannedMeans(world.holdings.tables(), world.devices);
        int positions = 0;
        for (int zone = 0; zone < layout.zones(); zone++) {
            positions = Math.max(positions, layout.zoneOrdinal(zone) + 1);
        }
        zones = positions;
        parties = new long[zones * EntityTally.SEGMENTS];
        for (int zone = 0; zone < layout.zones(); zone++) {
            countSegments(zone);
        }
        long devices = 0;
        for (int site = 0; site < world.merchants.sites(); site++) {
            devices += world.merchants.terminals(site);
        }
        terminals = devices;
    }

    /** Segments of a zone lie one after the other: finds where each ends. */
    private void countSegments(int zone) {
        long at = layout.first(zone);
        while (at < layout.end(zone)) {
            int segment = layout.segmentOf(at);
            long low = at;
            long high = layout.end(zone);
            while (high - low > 1) {
                long middle = (low + high) >>> 1;
                if (layout.segmentOf(middle) == segment) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            parties[layout.zoneOrdinal(zone) * EntityTally.SEGMENTS + segment] += high - at;
            at = high;
        }
    }

    @Override
    public long parties() {
        return layout.parties();
    }

    @Override
    public int zones() {
        return zones;
    }

    @Override
    public long parties(int zone, int segment) {
        return parties[zone * EntityTally.SEGMENTS + segment];
    }

    @Override
    public void load(long partyId, PlannedParty out) {
        long index = layout.index(partyId - 1);
        place.load(layout, index, partyId - 1);
        out.zone = layout.zoneOrdinal(place.zone);
        out.segment = place.segment;
        out.pickable = place.pickable;
        out.active = layout.stripOf(index) < ACTIVE_STRIPS;
        out.ringMember = place.isRetail() && world.rings.find(place.zone, index) != Rings.NONE;
        means.load(place, out);
    }

    @Override
    public long ipPlaces() {
        return world.pools.capacity();
    }

    @Override
    public int ipType(long ipId) {
        return world.attributes.type[world.pools.pool(world.pools.number(ipId)).ordinal()];
    }

    @Override
    public long terminals() {
        return terminals;
    }

    @Override
    public int merchants() {
        return world.merchants.merchants();
    }

    @Override
    public long rings() {
        return world.rings.rings();
    }

    @Override
    public int accountBlocks(int partyType) {
        return world.holdings.tables().accountBlocks(partyType);
    }

    @Override
    public int deviceBlocks(int partyType) {
        return world.devices.blocks(partyType);
    }

    @Override
    public int instrumentBlocks(int accountType) {
        return world.holdings.tables().instrumentBlocks(accountType);
    }
}
