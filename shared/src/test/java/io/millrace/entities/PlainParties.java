package io.millrace.entities;

import io.millrace.contract.Iso;
import io.millrace.contract.PartyType;
import io.millrace.contract.Region;
import io.millrace.contract.Segment;
import io.millrace.policy.PopulationPolicy;
import io.millrace.random.Decision;
import io.millrace.random.Philox2x64;
import io.millrace.table.CutTable;
import io.millrace.table.LargestRemainder;
import io.millrace.table.Permutation;
import io.millrace.world.WorldKeys;
import java.util.Arrays;

/** Parties of a few zones of one region, laid out as the design says; a second hand at the plan of parties. */
final class PlainParties implements PartyLayout {
    private static final int SEGMENTS = Segment.values().length;
    private static final int STUDENT_END = Segment.STUDENT.code();

    private final String[] countries;
    private final PopulationPolicy population;
    private final WorldKeys keys;
    private final Permutation published;
    /** [zone * SEGMENTS + segment - 1]: first index; one more entry is the end. */
    private final long[] cell;
    /** [cell]. */
    private final Permutation[] rank;
    /** [cell][strip]: first rank; one more entry is the end. */
    private final long[][] bounds;
    /** [strip]. */
    private final CutTable[] levels;

    PlainParties(String[] countries, long[] partiesOfZone, PopulationPolicy population, WorldKeys keys) {
        this.countries = countries.clone();
        this.population = population;
        this.keys = keys;
        cell = new long[countries.length * SEGMENTS + 1];
        rank = new Permutation[countries.length * SEGMENTS];
        bounds = new long[rank.length][];
        for (int zone = 0; zone < countries.length; zone++) {
            long[] types = LargestRemainder.split(
                    partiesOfZone[zone],
                    population.typeMix().get(Region.EMEA).values().stream()
                            .mapToLong(Integer::longValue)
                            .toArray());
            for (PartyType type : PartyType.values()) {
                long[] mix = new long[SEGMENTS];
                for (Segment segment : Segment.values()) {
                    if (Place.typeOf(segment.code()) == type.ordinal()) {
                        mix[segment.ordinal()] =
                                population.segmentMix().get(Region.EMEA).get(segment);
                    }
                }
                long[] counts = LargestRemainder.split(types[type.ordinal()], mix);
                for (int segment = 0; segment < SEGMENTS; segment++) {
                    cell[zone * SEGMENTS + segment + 1] += counts[segment];
                }
            }
        }
        for (int i = 0; i < rank.length; i++) {
            cell[i + 1] += cell[i];
            fillStrips(i);
        }
        published = Permutation.of(parties(), keys.world(Decision.PUB), Permutation.PUBLISHED_ROUNDS);
        levels = new CutTable[PopulationPolicy.STRIPS];
        for (int strip = 0; strip < levels.length; strip++) {
            levels[strip] = CutTable.ofShares(population.latent().levelsByStrip().get(strip).stream()
                    .mapToLong(Integer::longValue)
                    .toArray());
        }
    }

    private void fillStrips(int i) {
        long n = cell[i + 1] - cell[i];
        long key = keys.cell(Decision.ACT, i / SEGMENTS, i % SEGMENTS);
        rank[i] = Permutation.of(Math.max(1, n), key, Permutation.INNER_ROUNDS);
        bounds[i] = new long[PopulationPolicy.STRIPS + 1];
        long cumulative = 0;
        for (int strip = 1; strip < PopulationPolicy.STRIPS; strip++) {
            cumulative += population.activity().shares().get(strip - 1);
            bounds[i][strip] = (n * cumulative + Philox2x64.umulh(key, 10_000)) / 10_000;
        }
        bounds[i][PopulationPolicy.STRIPS] = n;
    }

    @Override
    public int cellOf(long index) {
        int found = Arrays.binarySearch(cell, index);
        if (found < 0) {
            return -found - 2;
        }
        while (cell[found + 1] == index) {
            found++;
        }
        return found;
    }

    @Override
    public long parties() {
        return cell[rank.length];
    }

    @Override
    public int zones() {
        return countries.length;
    }

    @Override
    public int country(int zone) {
        return Iso.pack(countries[zone]);
    }

    @Override
    public int region(int zone) {
        return Region.EMEA.code();
    }

    @Override
    public int zoneOrdinal(int zone) {
        return zone;
    }

    @Override
    public String currency(int zone) {
        return countries[zone].equals("GB") ? "GBP" : countries[zone].equals("US") ? "USD" : "EUR";
    }

    @Override
    public long countryWeight(int country) {
        return 1;
    }

    @Override
    public long first(int zone) {
        return cell[zone * SEGMENTS];
    }

    @Override
    public long workingEnd(int zone) {
        return cell[zone * SEGMENTS + Segment.RETIRED.ordinal()];
    }

    @Override
    public long studentFirst(int zone) {
        return cell[zone * SEGMENTS + Segment.STUDENT.ordinal()];
    }

    @Override
    public long retailEnd(int zone) {
        return cell[zone * SEGMENTS + STUDENT_END];
    }

    @Override
    public long end(int zone) {
        return cell[(zone + 1) * SEGMENTS];
    }

    @Override
    public long ordinal(long index) {
        return published.apply(index);
    }

    @Override
    public long index(long ordinal) {
        return published.invert(ordinal);
    }

    @Override
    public int zoneOf(long index) {
        return cellOf(index) / SEGMENTS;
    }

    @Override
    public int segmentOf(long index) {
        return cellOf(index) % SEGMENTS + 1;
    }

    @Override
    public int stripOf(long index) {
        return stripOf(cellOf(index), index);
    }

    @Override
    public int stripOf(int i, long index) {
        long place = rank[i].apply(index - cell[i]);
        int strip = 0;
        while (bounds[i][strip + 1] <= place) {
            strip++;
        }
        return strip;
    }

    @Override
    public int level(long partyId, int strip) {
        return levels[strip].count(keys.draws().x0(Decision.PARTY_LATENT, partyId, 0));
    }

    @Override
    public int scope(int country, int zoneOrdinal) {
        return 0;
    }

    @Override
    public int worldScope() {
        return 0;
    }

    @Override
    public long pick(int scope, long x0, long x1) {
        return Philox2x64.umulh(x0, parties());
    }

    @Override
    public long mass(int scope) {
        return parties();
    }

    @Override
    public long weight(long ordinal) {
        return population.activity().weights().get(stripOf(index(ordinal)));
    }

    @Override
    public long massOfSegment(int segment) {
        return 1;
    }
}
