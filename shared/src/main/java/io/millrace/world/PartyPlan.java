package io.millrace.world;

import io.millrace.contract.Iso;
import io.millrace.contract.PartyType;
import io.millrace.contract.Region;
import io.millrace.contract.Segment;
import io.millrace.policy.GeographyPolicy;
import io.millrace.policy.GeographyPolicy.Country;
import io.millrace.policy.GeographyPolicy.Zone;
import io.millrace.policy.PopulationPolicy;
import io.millrace.policy.WorldSpec;
import io.millrace.random.Decision;
import io.millrace.random.Philox2x64;
import io.millrace.table.AliasTable;
import io.millrace.table.CutTable;
import io.millrace.table.LargestRemainder;
import io.millrace.table.Permutation;
import io.millrace.table.TableHash;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Who lives where in an own world, and how active: a pure function of packs and keys, without a table of parties.
 *
 * <p>Zone cells (country, tzid), in that order, own ranges of an inner index; in a zone come the segments in the order
 * of their vocabulary, retail first. A published ordinal is the inner index permuted, so ids show no structure:
 * {@code party_id = ordinal + 1}. Zone numbers count zone cells from 0; zone ordinals are positions in zone_dim_5B.
 * Immutable, safe for all threads. World design section 3.2.
 */
public final class PartyPlan implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int SEGMENTS = WorldKeys.SEGMENTS;
    private static final int STRIPS = PopulationPolicy.STRIPS;
    private static final int COUNTRIES = 676;
    private static final int WORLD = 0;
    /** Binary digits of the number of blocks that lead to cells. */
    private static final int BLOCKS_BITS = 13;

    private final WorldKeys keys;
    private final long parties;
    private final Permutation published;

    private final short[] countryOfZone;
    private final byte[] regionOfZone;
    private final int[] ordinalOfZone;
    /** [zone ordinal]: no two countries share a tzid. */
    private final int[] zoneOfOrdinal;

    private final int[] shareOfZone;
    private final String[] tzidOfZone;
    private final String[] currencyOfZone;
    private final List<String> zoneTzids;
    private final long[] weightOfCountry = new long[COUNTRIES];

    /** [zone * 17 + segment]: first inner index; one more entry is the number of parties. */
    private final long[] firstOfCell;
    /** [zone * 17 + segment]; null where nobody lives. */
    private final ActivityCell[] cells;
    /** [index >>> blockBits]: where to look for a cell from. */
    private final int[] cellOfBlock;

    private final int blockBits;
    /** [strip], thousandths. */
    private final long[] stripWeight;

    private final CutTable[] levelByStrip;

    private final List<Scope> scopes = new ArrayList<>();
    private final int[] scopeOfCountry = new int[COUNTRIES];
    private final int[] scopeOfZone;
    private final long[] massOfSegment = new long[SEGMENTS + 1];

    /**
     * Everything follows from these; a few milliseconds.
     *
     * @param geography has all countries of the spec
     */
    public static PartyPlan of(WorldSpec spec, GeographyPolicy geography, PopulationPolicy population, WorldKeys keys) {
        return new PartyPlan(spec.parties(), geography.of(spec), population, keys);
    }

    private PartyPlan(long parties, List<Country> countries, PopulationPolicy population, WorldKeys keys) {
        this.keys = keys;
        this.parties = parties;
        published = Permutation.of(parties, keys.world(Decision.PUB), Permutation.PUBLISHED_ROUNDS);
        TreeSet<String> tzids = new TreeSet<>();
        countries.forEach(country -> country.zones().forEach(zone -> tzids.add(zone.tzid())));
        zoneTzids = List.copyOf(tzids);
        int zones =
                countries.stream().mapToInt(country -> country.zones().size()).sum();
        countryOfZone = new short[zones];
        regionOfZone = new byte[zones];
        ordinalOfZone = new int[zones];
        zoneOfOrdinal = new int[zoneTzids.size()];
        shareOfZone = new int[zones];
        tzidOfZone = new String[zones];
        currencyOfZone = new String[zones];
        firstOfCell = new long[zones * SEGMENTS + 1];
        cells = new ActivityCell[zones * SEGMENTS];
        stripWeight = population.activity().weights().stream()
                .mapToLong(Integer::longValue)
                .toArray();
        levelByStrip = population.latent().levelsByStrip().stream()
                .map(levels -> CutTable.ofShares(
                        levels.stream().mapToLong(Integer::longValue).toArray()))
                .toArray(CutTable[]::new);
        scopeOfZone = new int[zones];
        fillZones(countries);
        settle(population, zoneSizes());
        blockBits = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(parties) - BLOCKS_BITS);
        cellOfBlock = cellsOfBlocks();
        fillScopes();
    }

    private void fillZones(List<Country> countries) {
        int zone = 0;
        for (Country country : countries) {
            weightOfCountry[Iso.pack(country.iso())] = country.weight();
            for (Zone place : country.zones()) {
                countryOfZone[zone] = (short) Iso.pack(country.iso());
                regionOfZone[zone] = (byte) country.region().code();
                ordinalOfZone[zone] = zoneTzids.indexOf(place.tzid());
                zoneOfOrdinal[ordinalOfZone[zone]] = zone;
                shareOfZone[zone] = place.share();
                tzidOfZone[zone] = place.tzid();
                currencyOfZone[zone] = country.currency();
                zone++;
            }
        }
    }

    private long[] zoneSizes() {
        long[] weights = new long[zones()];
        for (int zone = 0; zone < weights.length; zone++) {
            weights[zone] = weightOfCountry[countryOfZone[zone]] * shareOfZone[zone];
        }
        return LargestRemainder.split(parties, weights);
    }

    /** Types of a zone by largest remainder, then segments of a type. */
    private void settle(PopulationPolicy population, long[] zoneSizes) {
        long next = 0;
        for (int zone = 0; zone < zoneSizes.length; zone++) {
            Region region = Region.ofCode(regionOfZone[zone]);
            long[] types = LargestRemainder.split(
                    zoneSizes[zone], weights(population.typeMix().get(region)));
            Map<Segment, Integer> mix = population.segmentMix().get(region);
            for (PartyType type : PartyType.values()) {
                List<Segment> segments = segmentsOf(type);
                long[] sizes = LargestRemainder.split(
                        types[type.ordinal()],
                        segments.stream().mapToLong(mix::get).toArray());
                for (int i = 0; i < sizes.length; i++) {
                    int cell = zone * SEGMENTS + segments.get(i).ordinal();
                    firstOfCell[cell] = next;
                    next += sizes[i];
                    if (sizes[i] > 0) {
                        cells[cell] = ActivityCell.of(
                                sizes[i],
                                keys.cell(Decision.ACT, zone, segments.get(i).ordinal()),
                                population.activity().shares());
                    }
                }
            }
        }
        firstOfCell[firstOfCell.length - 1] = next;
    }

    private static <K extends Enum<K>> long[] weights(Map<K, Integer> mix) {
        return new EnumMap<>(mix)
                .values().stream().mapToLong(Integer::longValue).toArray();
    }

    /** Segments of a type are neighbours in the vocabulary. */
    private static List<Segment> segmentsOf(PartyType type) {
        return Arrays.stream(Segment.values())
                .filter(segment -> typeOfSegment(segment) == type)
                .toList();
    }

    private static PartyType typeOfSegment(Segment segment) {
        if (segment.compareTo(Segment.CORPORATE) < 0) {
            return PartyType.RETAIL;
        }
        return segment.compareTo(Segment.NONPROFIT) < 0 ? PartyType.BUSINESS : PartyType.OTHER;
    }

    public WorldKeys keys() {
        return keys;
    }

    public long parties() {
        return parties;
    }

    /** Zone cells. */
    public int zones() {
        return countryOfZone.length;
    }

    /** {@link Iso} code. */
    public int country(int zone) {
        return countryOfZone[zone];
    }

    /** Code of {@link Region}. */
    public int region(int zone) {
        return regionOfZone[zone];
    }

    /** Position in zone_dim_5B, whose zones are sorted by tzid. */
    public int zoneOrdinal(int zone) {
        return ordinalOfZone[zone];
    }

    public String tzid(int zone) {
        return tzidOfZone[zone];
    }

    /** People in percent of the country. */
    public int share(int zone) {
        return shareOfZone[zone];
    }

    /** ISO 4217 text. */
    public String currency(int zone) {
        return currencyOfZone[zone];
    }

    /** Zones of zone_dim_5B: tzids, ascending. */
    public List<String> zoneTzids() {
        return zoneTzids;
    }

    /** Weight of a country of the geography; 0 when this world does not have it. */
    public long countryWeight(int country) {
        return weightOfCountry[country];
    }

    /** First inner index of a zone. */
    public long first(int zone) {
        return firstOfCell[zone * SEGMENTS];
    }

    /** First index behind the retail segments of working age: from here to {@link #retailEnd} come the others. */
    public long workingEnd(int zone) {
        return firstOfCell[zone * SEGMENTS + Segment.RETIRED.ordinal()];
    }

    /** First student; students end where retail ends. */
    public long studentFirst(int zone) {
        return firstOfCell[zone * SEGMENTS + Segment.STUDENT.ordinal()];
    }

    /** First index behind the retail parties; from here to {@link #end} come businesses and others. */
    public long retailEnd(int zone) {
        return firstOfCell[zone * SEGMENTS + Segment.CORPORATE.ordinal()];
    }

    /** First index behind a zone. */
    public long end(int zone) {
        return firstOfCell[(zone + 1) * SEGMENTS];
    }

    /** @param index inner index, 0..parties-1 */
    public long ordinal(long index) {
        return published.apply(index);
    }

    /** Inverse of {@link #ordinal}. */
    public long index(long ordinal) {
        return published.invert(ordinal);
    }

    public int zoneOf(long index) {
        return cellOf(index) / SEGMENTS;
    }

    /** {@link Segment} code. */
    public int segmentOf(long index) {
        return cellOf(index) % SEGMENTS + 1;
    }

    /** {@link PartyType} code. */
    public int typeOf(long index) {
        return typeOfSegment(Segment.ofCode(segmentOf(index))).code();
    }

    /** Activity strip, 0..13; the last is dormant. */
    public int stripOf(long index) {
        return stripOf(cellOf(index), index);
    }

    /** As {@link #stripOf(long)}, of a party whose cell is known. */
    public int stripOf(int cell, long index) {
        return cells[cell].stripOfRank(cells[cell].rank(index - firstOfCell[cell]));
    }

    /** Cell (zone * 17 + segment) of an inner index. */
    public int cellOf(long index) {
        int cell = cellOfBlock[(int) (index >>> blockBits)];
        while (firstOfCell[cell + 1] <= index) {
            cell++;
        }
        return cell;
    }

    /** Cell of the first index of each block; blocks are small beside cells, so that few steps lead to any other. */
    private int[] cellsOfBlocks() {
        int[] cellOf = new int[(int) (parties >>> blockBits) + 1];
        int cell = 0;
        for (int block = 0; block < cellOf.length; block++) {
            while (cell + 1 < cells.length && firstOfCell[cell + 1] <= (long) block << blockBits) {
                cell++;
            }
            cellOf[block] = cell;
        }
        return cellOf;
    }

    /** Cells (zone, segment), with or without parties. */
    public int cells() {
        return cells.length;
    }

    /** Parties of a cell (zone * 17 + segment). */
    public long cellSize(int cell) {
        return firstOfCell[cell + 1] - firstOfCell[cell];
    }

    /** First activity rank of a strip of a cell; that of strip 14 is the size of the cell. */
    public long stripBound(int cell, int strip) {
        return cells[cell] == null ? 0 : cells[cell].bound(strip);
    }

    /** Activity weight * 1000 of a party of a strip. */
    public long stripWeight(int strip) {
        return stripWeight[strip];
    }

    /** Ordinal of the party with an activity rank in a cell. */
    public long ordinalOfRank(int cell, long rank) {
        return published.apply(firstOfCell[cell] + cells[cell].place(rank));
    }

    /** Latent level, 0..3: one lane of the party, cut by what is usual in its strip. */
    public int level(long partyId, int strip) {
        return levelByStrip[strip].count(keys.draws().x0(Decision.PARTY_LATENT, partyId, 0));
    }

    /**
     * Scope of a country and zone: the zone cell if known, else the country.
     *
     * @param country {@link Iso} code
     * @param zone position in zone_dim_5B, -1 for the country as a whole
     * @return -1 when neither has pickable parties
     */
    public int scope(int country, int zone) {
        if (country < 0 || country >= COUNTRIES) {
            return -1;
        }
        if (zone >= 0 && zone < zoneOfOrdinal.length) {
            int cell = zoneOfOrdinal[zone];
            if (countryOfZone[cell] == country && scopeOfZone[cell] >= 0) {
                return scopeOfZone[cell];
            }
        }
        return scopeOfCountry[country];
    }

    public int worldScope() {
        return WORLD;
    }

    /** Sum of members * weight of a scope. */
    public long mass(int scope) {
        return scopes.get(scope).mass;
    }

    /**
     * Activity-weighted pick: x0 takes (cell, strip), x1 the member.
     *
     * @return party ordinal
     * @throws IllegalStateException when the world has no pickable party; no other scope is empty
     */
    public long pick(int scope, long x0, long x1) {
        Scope from = scopes.get(scope);
        if (from.table == null) {
            throw new IllegalStateException("no party of this world can be picked");
        }
        int entry = from.table.pick(x0);
        int cell = from.cells[entry / STRIPS];
        int strip = entry % STRIPS;
        long rank = cells[cell].bound(strip) + Philox2x64.umulh(x1, cells[cell].members(strip));
        return ordinalOfRank(cell, rank);
    }

    /** Activity weight * 1000 of a party; 0 when it is never picked. */
    public long weight(long ordinal) {
        return stripWeight[stripOf(index(ordinal))];
    }

    /** Sum of activity weights * 1000 of all parties of a segment code. */
    public long massOfSegment(int segment) {
        return massOfSegment[segment];
    }

    /** The world, then each country with its zones, where somebody can be picked: the numbers of the entity index. */
    private void fillScopes() {
        scopes.add(scopeOfZones(0, zones()));
        Arrays.fill(scopeOfCountry, -1);
        Arrays.fill(scopeOfZone, -1);
        int zone = 0;
        while (zone < zones()) {
            int end = zone;
            while (end < zones() && countryOfZone[end] == countryOfZone[zone]) {
                end++;
            }
            Scope whole = scopeOfZones(zone, end);
            if (whole.mass > 0) {
                scopeOfCountry[countryOfZone[zone]] = scopes.size();
                scopes.add(whole);
                for (int cell = zone; cell < end; cell++) {
                    Scope own = scopeOfZones(cell, cell + 1);
                    if (own.mass > 0) {
                        scopeOfZone[cell] = scopes.size();
                        scopes.add(own);
                    }
                }
            }
            zone = end;
        }
        for (int cell = 0; cell < cells.length; cell++) {
            for (int strip = 0; strip < STRIPS; strip++) {
                massOfSegment[cell % SEGMENTS + 1] += stripMass(cell, strip);
            }
        }
    }

    /** Cut tables of the latent level. */
    public void hashCuts(TableHash hash) {
        hash.add(levelByStrip);
    }

    /** Alias tables of all scopes one can pick from. */
    public void hashPicks(TableHash hash) {
        for (Scope scope : scopes) {
            hash.add(scope.mass);
            hash.add(scope.table);
        }
    }

    private Scope scopeOfZones(int firstZone, int endZone) {
        int[] settled = IntStream.range(firstZone * SEGMENTS, endZone * SEGMENTS)
                .filter(cell -> cells[cell] != null)
                .toArray();
        long[] masses = new long[settled.length * STRIPS];
        long mass = 0;
        for (int entry = 0; entry < masses.length; entry++) {
            masses[entry] = stripMass(settled[entry / STRIPS], entry % STRIPS);
            mass += masses[entry];
        }
        return new Scope(settled, mass, mass == 0 ? null : AliasTable.of(masses));
    }

    private long stripMass(int cell, int strip) {
        return cells[cell] == null ? 0 : cells[cell].members(strip) * stripWeight[strip];
    }

    /** Where one can pick from. */
    private static final class Scope implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final int[] cells;
        private final long mass;
        /** Over (cell, strip), null when nobody can be picked. */
        private final AliasTable table;

        private Scope(int[] cells, long mass, AliasTable table) {
            this.cells = cells;
            this.mass = mass;
            this.table = table;
        }
    }
}
