package io.millrace.world;

/**
 * All entities of one world. Immutable, thread-safe, one per JVM. Ordinals are dense and 0-based; countries are
 * {@link io.millrace.contract.Iso} codes. Nothing here tells fraud roles: attach must not know who is bad.
 */
public interface EntityUniverse extends AutoCloseable {
    /** Parties, pickable or not. */
    long parties();

    /** Content digest of the sealed index, hex64. */
    String digest();

    /**
     * Scope of a country and zone: the zone cell if known, else the country.
     *
     * @param zone position in zone_dim_5B, -1 for the country as a whole
     * @return scope number; -1 when neither the zone cell nor the country has pickable parties
     */
    int scope(int country, int zone);

    /** The whole world as a scope. */
    int worldScope();

    /**
     * Activity-weighted pick by exactly these two lanes: x0 takes (cell, strip), x1 the member.
     *
     * @return party ordinal
     */
    long pick(int scope, long x0, long x1);

    /**
     * Picks many at once. Parties lie anywhere: a back-end in memory then fetches them side by side.
     *
     * @param scopes scopes, words and places of the results: the first {@code count} of each
     */
    default void pick(int[] scopes, long[] x0, long[] x1, int count, long[] ordinals) {
        for (int i = 0; i < count; i++) {
            ordinals[i] = pick(scopes[i], x0[i], x1[i]);
        }
    }

    /** Mass of a scope: sum of members * weight. */
    long mass(int scope);

    /** Loads the whole portfolio of a party into {@code out}. */
    void load(long ordinal, Portfolio out);

    /** As {@link #load}, but devices and IPs may be left as they are: who stands at a terminal needs none of them. */
    default void loadMeans(long ordinal, Portfolio out) {
        load(ordinal, out);
    }

    /**
     * Tells which portfolios are loaded next. Parties lie anywhere: a back-end in memory then fetches them side by side,
     * and not one after the other as they are asked for.
     *
     * @param ordinals the first {@code count} of them
     */
    default void expect(long[] ordinals, int count) {
        // Nothing to fetch unless a back-end has it somewhere.
    }

    long partyId(long ordinal);

    /** @return -1 if absent */
    long ordinalOf(long partyId);

    /** {@link io.millrace.contract.Iso} code, without loading the portfolio. */
    int country(long ordinal);

    /** {@link io.millrace.contract.Segment} code, without loading the portfolio. */
    int segment(long ordinal);

    /** Activity weight * 1000 of the party's strip; 0 when it is never picked. */
    long weight(long ordinal);

    /** Sum of activity weights * 1000 of all pickable parties of a segment code. */
    long massOfSegment(int segment);

    /** Customer-present terminals of a site. */
    int terminals(int siteOrdinal);

    /** Device id of terminal n of a site. */
    long terminalDeviceId(int siteOrdinal, int n);

    /** Endpoint IPs of (merchant, country). */
    int endpoints(int merchantOrdinal, int country);

    /** IP id of endpoint n of (merchant, country). */
    long endpointIpId(int merchantOrdinal, int country, int n);

    @Override
    void close();
}
