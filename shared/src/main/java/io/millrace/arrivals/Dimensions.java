package io.millrace.arrivals;

import io.millrace.contract.ChannelUpstream;
import io.millrace.contract.DemandClass;
import io.millrace.contract.Iso;
import io.millrace.slab.Columns;
import io.millrace.slab.MerchantDimSlab;
import io.millrace.slab.SiteDimSlab;
import io.millrace.slab.ZoneDimSlab;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The dimensions of a foreign world, made from a survey of its arrivals and its outlet catalogue. Rates and channel
 * shares are counts over the horizon. What the catalogue does not tell is what most arrivals say; ties go to the smaller
 * id or code.
 *
 * @param merchants one slab, by ordinal
 * @param zones one slab, by ordinal
 * @param sites one slab, by site id
 * @param ordinals for the arrivals
 */
public record Dimensions(MerchantDimSlab merchants, ZoneDimSlab zones, SiteDimSlab sites, ArrivalOrdinals ordinals) {
    private static final long PPM = 1_000_000;
    private static final ChannelUpstream[] OWN_CHANNELS = {
        ChannelUpstream.ECOM, ChannelUpstream.POS, ChannelUpstream.ATM, ChannelUpstream.BANK_RAIL
    };
    /** Where a merchant without arrivals keeps its books when its country has no zone of its own. */
    private static final String ZONE_OF_LAST_RESORT = "UTC";

    public static Dimensions of(Survey survey, OutletCatalogue catalogue, Horizon horizon, ZoneVocabulary vocabulary) {
        TreeMap<Long, Merchant> merchants = merchants(survey, catalogue);
        TreeMap<Long, Site> sites = sites(survey, catalogue);
        sites.values().forEach(site -> merchants.get(site.merchantId).sites.add(site.siteId));
        for (Site site : sites.values()) {
            site.visitors
                    .keySet()
                    .forEach(visitor -> merchants.get(visitor).sites.add(site.siteId));
        }
        ZoneDimSlab zones = zoneSlab(survey, horizon, vocabulary);
        short[] zoneOrdinal = new short[vocabulary.size()];
        Arrays.fill(zoneOrdinal, (short) -1);
        for (int row = 0; row < zones.size; row++) {
            zoneOrdinal[vocabulary.code(zones.tzid[row])] = (short) row;
        }
        MerchantDimSlab merchantSlab = merchantSlab(merchants, horizon, vocabulary);
        ArrivalOrdinals ordinals =
                new ArrivalOrdinals(Arrays.copyOf(merchantSlab.merchantId, merchantSlab.size), zoneOrdinal);
        return new Dimensions(merchantSlab, zones, siteSlab(sites, horizon, vocabulary), ordinals);
    }

    /** Counts of one merchant. */
    private static final class Merchant {
        private final Votes<Short> countries = new Votes<>();
        private final Votes<Short> zones = new Votes<>();
        private final long[] channelRows = new long[ChannelUpstream.values().length + 1];
        private final TreeSet<Long> sites = new TreeSet<>();
        private int edges;
        private long rows;
        private long virtualRows;
        private long seqMax;
        private long firstMicros = Long.MAX_VALUE;
        private long lastMicros = Long.MIN_VALUE;
        private short homeCountry = Iso.ABSENT;
    }

    /** Counts of one site; several merchants may sell there. */
    private static final class Site {
        private final Map<Long, Long> visitors = new HashMap<>();
        private final Votes<Short> countries = new Votes<>();
        private final Votes<Short> zones = new Votes<>();
        private long siteId;
        private long merchantId;
        private short country = Iso.ABSENT;
        private int siteOrder = -1;
        private long rows;
    }

    /** Rows per candidate; the winner has most, ties go to the smallest. */
    private static final class Votes<T extends Comparable<T>> {
        private final TreeMap<T, Long> rows = new TreeMap<>();

        private void add(T candidate, long more) {
            rows.merge(candidate, more, Long::sum);
        }

        private boolean isEmpty() {
            return rows.isEmpty();
        }

        private T winner() {
            T best = rows.firstKey();
            for (Map.Entry<T, Long> entry : rows.entrySet()) {
                if (entry.getValue() > rows.get(best)) {
                    best = entry.getKey();
                }
            }
            return best;
        }
    }

    private static TreeMap<Long, Merchant> merchants(Survey survey, OutletCatalogue catalogue) {
        TreeMap<Long, Merchant> merchants = new TreeMap<>(Long::compareUnsigned);
        for (OutletCatalogue.Site site : catalogue.sites()) {
            // Without arrivals and without a home of its own, a merchant is at home where most of its sites are.
            merchants
                    .computeIfAbsent(site.merchantId(), id -> new Merchant())
                    .countries
                    .add(site.country(), 0L);
        }
        for (long id : catalogue.merchants()) {
            merchants.computeIfAbsent(id, absent -> new Merchant()).homeCountry = catalogue.homeCountry(id);
        }
        for (Tally tally : survey.tallies(Tally.Kind.MERCHANT)) {
            Tally.Key key = tally.key();
            Merchant merchant = merchants.computeIfAbsent(key.merchantId(), id -> new Merchant());
            merchant.countries.add(key.country(), tally.rows());
            merchant.zones.add(key.zone(), tally.rows());
            merchant.channelRows[key.code()] += tally.rows();
            merchant.rows += tally.rows();
            merchant.virtualRows += key.isVirtual() ? tally.rows() : 0;
            merchant.seqMax = Math.max(merchant.seqMax, tally.seqMax());
            merchant.firstMicros = Math.min(merchant.firstMicros, tally.firstMicros());
            merchant.lastMicros = Math.max(merchant.lastMicros, tally.lastMicros());
        }
        for (Tally tally : survey.tallies(Tally.Kind.EDGE)) {
            merchants.get(tally.key().merchantId()).edges++;
        }
        return merchants;
    }

    private static TreeMap<Long, Site> sites(Survey survey, OutletCatalogue catalogue) {
        TreeMap<Long, Site> sites = new TreeMap<>(Long::compareUnsigned);
        for (Tally tally : survey.tallies(Tally.Kind.SITE)) {
            Tally.Key key = tally.key();
            Site site = sites.computeIfAbsent(key.id(), id -> new Site());
            site.visitors.merge(key.merchantId(), tally.rows(), Long::sum);
            site.countries.add(key.country(), tally.rows());
            site.zones.add(key.zone(), tally.rows());
            site.rows += tally.rows();
        }
        sites.forEach((id, site) -> {
            site.siteId = id;
            site.merchantId = mostOf(site.visitors);
            site.country = site.countries.winner();
        });
        for (OutletCatalogue.Site entry : catalogue.sites()) {
            Site site = sites.computeIfAbsent(entry.siteId(), id -> new Site());
            site.siteId = entry.siteId();
            site.merchantId = entry.merchantId();
            site.country = entry.country();
            site.siteOrder = entry.siteOrder();
        }
        return sites;
    }

    /** The merchant with most rows, ties to the smallest id, unsigned. */
    private static long mostOf(Map<Long, Long> rowsByMerchant) {
        return rowsByMerchant.entrySet().stream()
                .min(Comparator.comparing((Map.Entry<Long, Long> entry) -> -entry.getValue())
                        .thenComparing(Map.Entry::getKey, Long::compareUnsigned))
                .orElseThrow()
                .getKey();
    }

    private static MerchantDimSlab merchantSlab(
            TreeMap<Long, Merchant> merchants, Horizon horizon, ZoneVocabulary vocabulary) {
        MerchantDimSlab slab = new MerchantDimSlab(Math.max(1, merchants.size()));
        merchants.forEach((id, merchant) -> {
            int row = slab.addRow();
            slab.merchantOrdinal[row] = row;
            slab.merchantId[row] = id;
            slab.homeCountry[row] =
                    merchant.homeCountry != Iso.ABSENT ? merchant.homeCountry : merchant.countries.winner();
            slab.primaryTzid[row] = merchant.zones.isEmpty()
                    ? zoneOf(slab.homeCountry[row], vocabulary)
                    : vocabulary.tzid(merchant.zones.winner());
            slab.mcc[row] = -1;
            slab.demandClass[row] = (byte) DemandClass.UNKNOWN.code();
            shares(merchant, slab, row);
            slab.siteCount[row] = merchant.sites.size();
            slab.edgeCount[row] = merchant.edges;
            slab.arrivalsTotal[row] = merchant.rows;
            slab.arrivalsVirtual[row] = merchant.virtualRows;
            slab.arrivalSeqMax[row] = merchant.seqMax;
            slab.virtualRatePer1000Days[row] = horizon.per1000Days(merchant.virtualRows);
            slab.firstMicros[row] = merchant.rows == 0 ? Columns.ABSENT : merchant.firstMicros;
            slab.lastMicros[row] = merchant.rows == 0 ? Columns.ABSENT : merchant.lastMicros;
        });
        return slab;
    }

    private static String zoneOf(short country, ZoneVocabulary vocabulary) {
        for (short zone = 0; zone < vocabulary.size(); zone++) {
            if (vocabulary.country(zone) == country) {
                return vocabulary.tzid(zone);
            }
        }
        return ZONE_OF_LAST_RESORT;
    }

    /** Shares are known only when every arrival names one of our own channels; the rest is for the channel law to decide. */
    private static void shares(Merchant merchant, MerchantDimSlab slab, int row) {
        long known = 0;
        long[] rows = new long[OWN_CHANNELS.length];
        for (int channel = 0; channel < OWN_CHANNELS.length; channel++) {
            rows[channel] = merchant.channelRows[OWN_CHANNELS[channel].code()];
            known += rows[channel];
        }
        boolean isKnown = known > 0 && known == merchant.rows;
        long[] ppm = isKnown ? largestRemainder(rows, known) : new long[] {-1, -1, -1, -1};
        slab.channelEcomPpm[row] = (int) ppm[0];
        slab.channelPosPpm[row] = (int) ppm[1];
        slab.channelAtmPpm[row] = (int) ppm[2];
        slab.channelBankRailPpm[row] = (int) ppm[3];
    }

    /** Millionths that sum to exactly one million; left-overs go to the largest remainders, ties to the lower index. */
    static long[] largestRemainder(long[] rows, long total) {
        long[] ppm = new long[rows.length];
        long[] remainder = new long[rows.length];
        long left = PPM;
        for (int i = 0; i < rows.length; i++) {
            long scaled = Math.multiplyExact(rows[i], PPM);
            ppm[i] = scaled / total;
            remainder[i] = scaled % total;
            left -= ppm[i];
        }
        for (; left > 0; left--) {
            int best = 0;
            for (int i = 1; i < rows.length; i++) {
                best = remainder[i] > remainder[best] ? i : best;
            }
            ppm[best]++;
            remainder[best] = -1;
        }
        return ppm;
    }

    private static ZoneDimSlab zoneSlab(Survey survey, Horizon horizon, ZoneVocabulary vocabulary) {
        TreeMap<Short, Long> rows = new TreeMap<>();
        survey.tallies(Tally.Kind.ZONE_NAMED)
                .forEach(tally -> rows.merge(tally.key().zone(), 0L, Long::sum));
        survey.tallies(Tally.Kind.ZONE).forEach(tally -> rows.merge(tally.key().zone(), tally.rows(), Long::sum));
        ZoneDimSlab slab = new ZoneDimSlab(Math.max(1, rows.size()));
        // Codes are positions in ASCII order, so ordinals follow the same order.
        rows.forEach((zone, arrivals) -> {
            int row = slab.addRow();
            slab.zoneOrdinal[row] = row;
            slab.tzid[row] = vocabulary.tzid(zone);
            slab.country[row] = vocabulary.country(zone);
            slab.arrivalsTotal[row] = arrivals;
            slab.ratePer1000Days[row] = horizon.per1000Days(arrivals);
        });
        return slab;
    }

    private static SiteDimSlab siteSlab(TreeMap<Long, Site> sites, Horizon horizon, ZoneVocabulary vocabulary) {
        SiteDimSlab slab = new SiteDimSlab(Math.max(1, sites.size()));
        for (Site site : List.copyOf(sites.values())) {
            int row = slab.addRow();
            slab.siteId[row] = site.siteId;
            slab.merchantId[row] = site.merchantId;
            slab.legalCountry[row] = site.country;
            slab.siteOrder[row] = site.siteOrder;
            slab.tzid[row] = site.zones.isEmpty() ? null : vocabulary.tzid(site.zones.winner());
            slab.ratePer1000Days[row] = horizon.per1000Days(site.rows);
        }
        return slab;
    }
}
