package io.millrace.merchants;

import io.millrace.contract.Iso;
import io.millrace.policy.GeographyPolicy;
import io.millrace.policy.WorldSpec;
import io.millrace.table.LargestRemainder;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What merchants need to know of a world's geography: countries, their zone cells, and how many parties live in each.
 * Countries are numbered in order of their ISO codes, zone cells by (ISO, tzid), zones of {@code zone_dim_5B} by tzid;
 * all in ASCII order.
 */
public final class Places implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Country numbers enter counters with 8 bits. */
    private static final int COUNTRIES_MAX = 256;

    private final short[] isoOfCountry;
    private final long[] weightOfCountry;
    private final long weightOfAll;
    private final int[] firstCell;
    private final int[] countryOfCell;
    private final int[] zoneOfCell;
    private final long[] demandOfCell;
    /** Sites: a zone of the country is passed over for each of its cuts that is not above the draw. */
    private final long[] cutOfCell;

    private final int[] mainCell;
    private final List<String> tzidOfCell;
    private final List<String> tzidOfZone;

    /**
     * @param isoOfCountry {@link io.millrace.contract.Iso} codes, ascending
     * @param weightOfCountry positive
     * @param countryOfCell ascending, every country has a cell
     * @param tzidOfCell ascending inside a country
     * @param shareOfCell of the sites of its country, positive; the unit does not matter
     * @param partiesOfCell people whose demand is met online; a country without any takes the shares instead
     * @throws IllegalArgumentException when lengths or orders do not fit
     */
    public static Places of(
            short[] isoOfCountry,
            long[] weightOfCountry,
            int[] countryOfCell,
            List<String> tzidOfCell,
            long[] shareOfCell,
            long[] partiesOfCell) {
        return new Places(isoOfCountry, weightOfCountry, countryOfCell, tzidOfCell, shareOfCell, partiesOfCell);
    }

    /** The places of a generated world: people are split over zone cells by country weight and zone share. */
    public static Places of(WorldSpec spec, GeographyPolicy geography) {
        List<GeographyPolicy.Country> countries = geography.of(spec);
        short[] iso = new short[countries.size()];
        long[] weight = new long[iso.length];
        List<String> tzids = new ArrayList<>();
        List<long[]> cells = new ArrayList<>();
        for (int country = 0; country < iso.length; country++) {
            iso[country] = (short) Iso.pack(countries.get(country).iso());
            weight[country] = countries.get(country).weight();
            for (GeographyPolicy.Zone zone : countries.get(country).zones()) {
                tzids.add(zone.tzid());
                cells.add(new long[] {country, zone.share(), weight[country] * zone.share()});
            }
        }
        return of(
                iso,
                weight,
                cells.stream().mapToInt(cell -> (int) cell[0]).toArray(),
                tzids,
                cells.stream().mapToLong(cell -> cell[1]).toArray(),
                LargestRemainder.split(
                        spec.parties(),
                        cells.stream().mapToLong(cell -> cell[2]).toArray()));
    }

    private Places(
            short[] isoOfCountry,
            long[] weightOfCountry,
            int[] countryOfCell,
            List<String> tzidOfCell,
            long[] shareOfCell,
            long[] partiesOfCell) {
        int countries = isoOfCountry.length;
        int cells = countryOfCell.length;
        require(
                countries > 0 && countries <= COUNTRIES_MAX && weightOfCountry.length == countries,
                "a world has 1.." + COUNTRIES_MAX + " countries with a weight each, was " + countries + " and "
                        + weightOfCountry.length);
        require(
                tzidOfCell.size() == cells && shareOfCell.length == cells && partiesOfCell.length == cells,
                "every zone cell needs tzid, share and parties");
        this.isoOfCountry = isoOfCountry.clone();
        this.weightOfCountry = weightOfCountry.clone();
        this.countryOfCell = countryOfCell.clone();
        this.tzidOfCell = List.copyOf(tzidOfCell);
        this.tzidOfZone = List.copyOf(new TreeSet<>(tzidOfCell));
        weightOfAll = sum(weightOfCountry, 0, countries);
        firstCell = firstCells(countryOfCell, countries);
        zoneOfCell = new int[cells];
        for (int cell = 0; cell < cells; cell++) {
            zoneOfCell[cell] = tzidOfZone.indexOf(tzidOfCell.get(cell));
        }
        mainCell = new int[countries];
        cutOfCell = new long[cells];
        demandOfCell = partiesOfCell.clone();
        for (int country = 0; country < countries; country++) {
            require(weightOfCountry[country] > 0, "the weight of country " + country + " must be above 0");
            require(
                    country == 0 || isoOfCountry[country - 1] < isoOfCountry[country],
                    "countries must be in order of their codes");
            countryWith(country, shareOfCell);
        }
    }

    private void countryWith(int country, long[] shareOfCell) {
        int first = firstCell[country];
        int end = firstCell[country + 1];
        long shares = sum(shareOfCell, first, end);
        long before = 0;
        mainCell[country] = first;
        for (int cell = first; cell < end; cell++) {
            require(shareOfCell[cell] > 0, "the share of zone cell " + cell + " must be above 0");
            before += shareOfCell[cell];
            // The last cut would be 2^63, above every draw: it only has to be out of reach.
            cutOfCell[cell] = cell == end - 1 ? Long.MAX_VALUE : cut(before, shares);
            if (shareOfCell[cell] > shareOfCell[mainCell[country]]) {
                mainCell[country] = cell;
            }
        }
        if (sum(demandOfCell, first, end) == 0) {
            System.arraycopy(shareOfCell, first, demandOfCell, first, end - first);
        }
    }

    private static int[] firstCells(int[] countryOfCell, int countries) {
        int[] first = new int[countries + 1];
        int country = -1;
        for (int cell = 0; cell < countryOfCell.length; cell++) {
            if (countryOfCell[cell] != country) {
                require(
                        countryOfCell[cell] == country + 1 && country + 1 < countries,
                        "zone cells must be grouped by country, in order");
                country++;
                first[country] = cell;
            }
        }
        require(country == countries - 1, "every country needs a zone cell");
        first[countries] = countryOfCell.length;
        return first;
    }

    /** floor(part / whole * 2^63). */
    private static long cut(long part, long whole) {
        return BigInteger.valueOf(part)
                .shiftLeft(63)
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }

    private static long sum(long[] values, int first, int end) {
        long sum = 0;
        for (int i = first; i < end; i++) {
            sum = Math.addExact(sum, values[i]);
        }
        return sum;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    public int countries() {
        return isoOfCountry.length;
    }

    /** {@link io.millrace.contract.Iso} code. */
    public short iso(int country) {
        return isoOfCountry[country];
    }

    public long weight(int country) {
        return weightOfCountry[country];
    }

    long[] weights() {
        return weightOfCountry.clone();
    }

    /** Part of the world's demand, 0..1. */
    double weightShare(int country) {
        return (double) weightOfCountry[country] / weightOfAll;
    }

    /** Zone cells (country, tzid). */
    public int cells() {
        return countryOfCell.length;
    }

    /** First zone cell of a country; those of country c end before {@code firstCell(c + 1)}. */
    public int firstCell(int country) {
        return firstCell[country];
    }

    public int countryOf(int cell) {
        return countryOfCell[cell];
    }

    public String tzid(int cell) {
        return tzidOfCell.get(cell);
    }

    /** Zone cell with the greatest share of its country, the first of several. */
    public int mainCell(int country) {
        return mainCell[country];
    }

    /** How much of the online demand of its country comes from a zone cell: parties, or shares without parties. */
    public long demand(int cell) {
        return demandOfCell[cell];
    }

    long demandOfCountry(int country) {
        return sum(demandOfCell, firstCell[country], firstCell[country + 1]);
    }

    /** Zone cell of a site, by one lane. */
    int siteCell(int country, long x) {
        int cell = firstCell[country];
        int last = firstCell[country + 1] - 1;
        while (cell < last && cutOfCell[cell] <= x >>> 1) {
            cell++;
        }
        return cell;
    }

    /** Ordinals of zone_dim_5B. */
    public int zones() {
        return tzidOfZone.size();
    }

    /** zone_ordinal of a zone cell. */
    public int zoneOf(int cell) {
        return zoneOfCell[cell];
    }

    public List<String> zoneTzids() {
        return tzidOfZone;
    }

    /** {@link io.millrace.contract.Iso} code by zone_ordinal, -1 where the zone lies in several countries. */
    public short[] zoneCountries() {
        short[] countries = new short[zones()];
        boolean[] seen = new boolean[zones()];
        for (int cell = 0; cell < cells(); cell++) {
            int zone = zoneOfCell[cell];
            countries[zone] = seen[zone] ? -1 : isoOfCountry[countryOfCell[cell]];
            seen[zone] = true;
        }
        return countries;
    }
}
