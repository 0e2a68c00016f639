package io.millrace.entities;

/**
 * Where the parties of a world sit: zone cells own ranges of the inner index, retail parties first, students last among
 * them. Zones are numbers of zone cells, segments codes of the vocabulary, countries
 * {@link io.millrace.contract.Iso} codes.
 */
public interface PartyLayout {
    long parties();

    int zones();

    int country(int zone);

    /** Code of {@link io.millrace.contract.Region}. */
    int region(int zone);

    /** Position in zone_dim_5B. */
    int zoneOrdinal(int zone);

    /** ISO 4217 text. */
    String currency(int zone);

    /** Weight of a country among those of the world; 0 when it is none of them. */
    long countryWeight(int country);

    /** First inner index of the zone. */
    long first(int zone);

    /** First index behind the retail segments of working age. */
    long workingEnd(int zone);

    /** First student. */
    long studentFirst(int zone);

    /** First index behind the retail parties. */
    long retailEnd(int zone);

    /** First index behind the zone. */
    long end(int zone);

    long ordinal(long index);

    long index(long ordinal);

    /** Zone times {@link io.millrace.world.WorldKeys#SEGMENTS}, plus segment code, less one. */
    int cellOf(long index);

    int zoneOf(long index);

    int segmentOf(long index);

    /** Activity strip, 0..13; the last is dormant. */
    int stripOf(long index);

    /** As {@link #stripOf(long)}, of a party whose cell is known. */
    int stripOf(int cell, long index);

    /** Latent level, 0..3. */
    int level(long partyId, int strip);

    int scope(int country, int zoneOrdinal);

    int worldScope();

    long pick(int scope, long x0, long x1);

    long mass(int scope);

    /** Activity weight * 1000. */
    long weight(long ordinal);

    long massOfSegment(int segment);
}
