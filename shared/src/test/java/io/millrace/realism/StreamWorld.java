package io.millrace.realism;

import io.millrace.contract.Channel;
import io.millrace.contract.ChannelUpstream;
import io.millrace.contract.CountrySource;
import io.millrace.contract.DemandClass;
import io.millrace.contract.Iso;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.KeyBucket;
import io.millrace.world.WorldDimensions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A world with the arrival structure of the world design, scaled down in parties, places and merchants together: the
 * 24 merchant groups with their ranks, shapes, sites and visit sizes, the factors of hour, day and field, and arrivals
 * per party as there. Left out: seasons, pay days, daylight saving, brands of several countries. Everything is a
 * function of the seed.
 *
 * <p>{@link Timing#OWN} places visits as own worlds do and gives their slots; {@link Timing#FOREIGN} spreads the same
 * number of arrivals evenly over the hour and gives none.
 */
final class StreamWorld {
    static final int DAYS = 90;
    /** 2026-01-01T00Z, a Thursday. */
    static final long START_MICROS = 1_767_225_600_000_000L;

    static final long HOUR_MICROS = 3_600_000_000L;
    static final long END_MICROS = START_MICROS + DAYS * 24 * HOUR_MICROS;

    /** Section 16 has 3 630 merchants for 276 700 arrivals a day. */
    private static final double MERCHANTS_PER_DAILY_ARRIVAL = 3_630 / (24.9e6 / DAYS);

    private static final double ARRIVALS_PER_PARTY_AND_DAY = .4225;
    private static final int THURSDAY = 3;
    private static final int VISIT_SIZE_MAX = 8;
    private static final double FIELD_SIGMA = .20;
    private static final double FIELD_HOURS = 24;
    private static final int FIELD_LANES = 4;
    private static final double DAY_SIGMA = .20;
    private static final double HOUR_SIGMA = StrictMath.sqrt(StrictMath.log(1 + 1 / 30.0));
    private static final int COUNTRIES = 676;

    /**
     * Two countries of one zone each, asleep at midnight UTC when stays abroad begin. Section 16 does not say how many
     * its worlds had; what matters is that a zone's hour holds hundreds of arrivals and dozens of merchants, and that
     * zones are not equally busy: sites fall into zones by chance, so arrivals per party differ between them, here 1.61
     * and .89 of the mean. With equally busy zones sessions by chance fall from .14 to .13 (decision 0004).
     */
    private static final StreamZone[] ZONES = {
        new StreamZone("Europe/London", Iso.pack("GB"), .25, .155, 0),
        new StreamZone("Europe/Berlin", Iso.pack("DE"), .75, .845, 1)
    };

    final WorldDimensions dimensions;
    final StreamUniverse universe;
    private final long seed;
    private final Timing timing;
    private final List<Merchant> merchants = new ArrayList<>();
    private final List<Site> sites = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final int places;
    private final Noise hourFactor;
    private final Noise dayFactor;
    private final Noise fieldNoise;
    private final Noise visits;
    private final Noise sizes;
    private final Noise heads;
    private final Noise gaps;
    private final double[] field = new double[(DemandClass.values().length + 1) * COUNTRIES * FIELD_LANES];
    private final long[] lastSeq;

    /** One hour under construction. */
    private long[] order = new long[1024];

    private int[] sourceOf = new int[1024];
    private int[] visitOf = new int[1024];
    private final int[] zoneCount = new int[ZONES.length];
    private final int[] placeCount;

    /** How arrivals lie inside the hour. */
    enum Timing {
        OWN,
        FOREIGN
    }

    /** As many merchants as section 16 has for this many arrivals. */
    StreamWorld(double arrivalsPerDay, Timing timing, long seed) {
        this(arrivalsPerDay, 1, timing, seed);
    }

    /**
     * @param merchantShare merchants of those that section 16 has for this many arrivals: every group has a merchant in
     *     every country, so a small world needs fewer others for its places to be as busy
     */
    StreamWorld(double arrivalsPerDay, double merchantShare, Timing timing, long seed) {
        this.seed = seed;
        this.timing = timing;
        hourFactor = Noise.of("hour", seed);
        dayFactor = Noise.of("day", seed);
        fieldNoise = Noise.of("field", seed);
        visits = Noise.of("visits", seed);
        sizes = Noise.of("sizes", seed);
        heads = Noise.of("heads", seed);
        gaps = Noise.of("gaps", seed);
        makeMerchants(arrivalsPerDay, MERCHANTS_PER_DAILY_ARRIVAL * merchantShare * arrivalsPerDay);
        merchants.sort(Comparator.comparing(merchant -> merchant.id, Long::compareUnsigned));
        for (int ordinal = 0; ordinal < merchants.size(); ordinal++) {
            makeSites(ordinal);
        }
        sites.sort(Comparator.comparing(site -> site.id, Long::compareUnsigned));
        places = makeSources();
        placeCount = new int[places];
        lastSeq = new long[merchants.size()];
        dimensions = dimensions();
        int[] terminals = sites.stream().mapToInt(Site::terminals).toArray();
        universe = new StreamUniverse(
                (int) Math.rint(arrivalsPerDay / ARRIVALS_PER_PARTY_AND_DAY), ZONES, terminals, seed);
    }

    int merchants() {
        return merchants.size();
    }

    /** Sites, and zones that a merchant sells to. */
    int places() {
        return places;
    }

    int zones() {
        return ZONES.length;
    }

    private static int[] countries() {
        return Arrays.stream(ZONES).mapToInt(StreamZone::country).distinct().toArray();
    }

    private static double shareOfCountry(int country) {
        return Arrays.stream(ZONES)
                .filter(zone -> zone.country() == country)
                .mapToDouble(StreamZone::share)
                .sum();
    }

    private void makeMerchants(double arrivalsPerDay, double target) {
        for (MerchantGroup group : MerchantGroup.values()) {
            for (int country : countries()) {
                double weight = shareOfCountry(country);
                int count = Math.max(1, (int) Math.rint(target * group.merchants / 100 * weight));
                double sum = IntStream.range(0, count)
                        .mapToDouble(rank -> StrictMath.pow(rank + 1, -group.rankExponent))
                        .sum();
                for (int rank = 0; rank < count; rank++) {
                    double weekly = 7
                            * arrivalsPerDay
                            * weight
                            * group.arrivals
                            / 100
                            * StrictMath.pow(rank + 1, -group.rankExponent)
                            / sum;
                    long id = KeyBucket.mix64(KeyBucket.mix64(seed) + merchants.size() + 1);
                    merchants.add(new Merchant(id, group, country, weekly));
                }
            }
        }
    }

    /** As many sites as the volume asks for, each in a zone of the country; the n-th weighs n^-1/2. */
    private void makeSites(int ordinal) {
        Merchant merchant = merchants.get(ordinal);
        double weekly = merchant.weekly * merchant.group.physicalShare();
        if (weekly == 0) {
            return;
        }
        int count = (int) Math.max(1, Math.rint(weekly / merchant.group.siteWeekly));
        double sum = IntStream.range(0, count)
                .mapToDouble(n -> 1 / StrictMath.sqrt(n + 1))
                .sum();
        Noise zoneOfSite = Noise.of("site", seed);
        for (int n = 0; n < count; n++) {
            long id = KeyBucket.mix64(merchant.id + n + 1);
            double own = weekly / StrictMath.sqrt(n + 1) / sum;
            sites.add(new Site(id, ordinal, zoneOf(merchant.country, zoneOfSite.unit(ordinal, n)), own));
        }
    }

    private static int zoneOf(int country, double u) {
        double rest = u * shareOfCountry(country);
        int last = -1;
        for (int zone = 0; zone < ZONES.length; zone++) {
            if (ZONES[zone].country() == country) {
                last = zone;
                rest -= ZONES[zone].share();
                if (rest < 0) {
                    break;
                }
            }
        }
        return last;
    }

    /** @return places: sites first, then (merchant, zone) of virtual arrivals */
    private int makeSources() {
        int place = sites.size();
        for (int site = 0; site < sites.size(); site++) {
            Merchant merchant = merchants.get(sites.get(site).merchant);
            for (Channel channel : List.of(Channel.POS, Channel.ATM)) {
                double part = merchant.group.share(channel) / merchant.group.physicalShare();
                addSource(
                        sites.get(site).merchant,
                        channel,
                        sites.get(site).zone,
                        site,
                        site,
                        sites.get(site).weekly * part);
            }
        }
        for (int ordinal = 0; ordinal < merchants.size(); ordinal++) {
            Merchant merchant = merchants.get(ordinal);
            for (int zone = 0; zone < ZONES.length; zone++) {
                if (ZONES[zone].country() == merchant.country && merchant.group.physicalShare() < 1) {
                    double part = ZONES[zone].share() / shareOfCountry(merchant.country);
                    for (Channel channel : List.of(Channel.ECOM, Channel.BANK_RAIL)) {
                        double weekly = merchant.weekly * merchant.group.share(channel) * part;
                        addSource(ordinal, channel, zone, -1, place, weekly);
                    }
                    place++;
                }
            }
        }
        return place;
    }

    private void addSource(int merchant, Channel channel, int zone, int site, int place, double weekly) {
        if (weekly > 0) {
            sources.add(new Source(merchants.get(merchant), merchant, channel, zone, site, place, weekly));
        }
    }

    private WorldDimensions dimensions() {
        int count = merchants.size();
        int[] ppm = new int[4 * count];
        short[] home = new short[count];
        byte[] demand = new byte[count];
        int[] mcc = new int[count];
        long[] virtualRate = new long[count];
        Noise category = Noise.of("category", seed);
        for (int m = 0; m < count; m++) {
            Merchant merchant = merchants.get(m);
            home[m] = (short) merchant.country;
            demand[m] = (byte) merchant.group.demandClass.code();
            mcc[m] = merchant.group.mcc.get(category.below(merchant.group.mcc.size(), m, 0));
            for (int channel = 1; channel <= 4; channel++) {
                ppm[4 * m + channel - 1] = (int) Math.rint(1e6 * merchant.group.share(Channel.ofCode(channel)));
            }
            virtualRate[m] = (long) (merchant.weekly * (1 - merchant.group.physicalShare()) * 1000 / 7);
        }
        short[] siteCountry = new short[sites.size()];
        for (int site = 0; site < siteCountry.length; site++) {
            siteCountry[site] = (short) merchants.get(sites.get(site).merchant).country;
        }
        short[] zoneCountry = new short[ZONES.length];
        for (int zone = 0; zone < zoneCountry.length; zone++) {
            zoneCountry[zone] = (short) ZONES[zone].country();
        }
        return new WorldDimensions(
                merchants.stream().mapToLong(merchant -> merchant.id).toArray(),
                home,
                mcc,
                demand,
                ppm,
                virtualRate,
                sites.stream().mapToLong(site -> site.id).toArray(),
                sites.stream().mapToInt(site -> site.merchant).toArray(),
                siteCountry,
                sites.stream()
                        .mapToLong(site -> (long) (site.weekly * 1000 / 7))
                        .toArray(),
                Arrays.stream(ZONES).map(StreamZone::tzid).toList(),
                zoneCountry,
                LongStream.of(new long[ZONES.length]).toArray());
    }

    /**
     * Arrivals of the next hour in time order; hours must be asked for one after the other.
     *
     * @param hour since the start
     */
    ArrivalSlab hour(int hour) {
        Arrays.fill(zoneCount, 0);
        Arrays.fill(placeCount, 0);
        stepField(hour);
        int count = 0;
        for (int number = 0; number < sources.size(); number++) {
            count = expand(number, hour, count);
        }
        for (int i = 0; i < count; i++) {
            order[i] = order[i] << 24 | i;
        }
        Arrays.sort(order, 0, count);
        ArrivalSlab slab = new ArrivalSlab(Math.max(1, count));
        for (int i = 0; i < count; i++) {
            write(slab, hour, order[i] >>> 24, (int) order[i] & 0xFF_FFFF);
        }
        return slab;
    }

    private void stepField(int hour) {
        double kept = StrictMath.exp(-1 / FIELD_HOURS);
        double fresh = StrictMath.sqrt(1 - kept * kept);
        for (DemandClass demandClass : DemandClass.values()) {
            for (int country : countries()) {
                for (int lane = 0; lane < FIELD_LANES; lane++) {
                    int cell = (demandClass.code() * COUNTRIES + country) * FIELD_LANES + lane;
                    field[cell] = kept * field[cell] + fresh * fieldNoise.normal(cell, hour);
                }
            }
        }
    }

    private int expand(int number, int hour, int from) {
        Source source = sources.get(number);
        Merchant merchant = source.ofMerchant;
        int local = 24 * THURSDAY + hour + ZONES[source.zone].utcOffsetHours();
        WeekShape shape = merchant.group.shape(source.channel);
        double visitMean = source.weekly
                / source.visitSizeMean
                * shape.share(local)
                * StrictMath.exp(FIELD_SIGMA * field[cell(source)] - FIELD_SIGMA * FIELD_SIGMA / 2)
                * dayFactor.factor(DAY_SIGMA, source.merchant, Math.floorDiv(local, 24))
                * hourFactor.factor(
                        HOUR_SIGMA, (long) source.merchant << 8 | source.zone << 4 | source.channel.code(), hour);
        int count = visits.poisson(visitMean, number, hour);
        double tilt = (shape.share(local + 1) - shape.share(local - 1)) / (4 * shape.share(local));
        int at = from;
        for (int visit = 0; visit < count; visit++) {
            at = visit(source, number, hour, visit, tilt, at);
        }
        placeCount[source.place] += at - from;
        zoneCount[source.zone] += at - from;
        return at;
    }

    private int visit(Source source, int number, int hour, int visit, double tilt, int from) {
        long key = (long) hour << 20 | visit;
        int size = 1;
        while (size < VISIT_SIZE_MAX && sizes.unit(number, key * 8 + size) < source.goesOn) {
            size++;
        }
        long offset = (long) (HOUR_MICROS * head(number, key, tilt));
        int at = from;
        for (int k = 0; k < size; k++) {
            room(at);
            if (timing == Timing.FOREIGN) {
                offset = (long) (HOUR_MICROS * heads.unit(number, key * 64 + 8 + k));
            } else if (k > 0) {
                offset = (offset + gapMicros(source.channel, number, key * 8 + k)) % HOUR_MICROS;
            }
            order[at] = offset;
            sourceOf[at] = number;
            visitOf[at++] = visit;
        }
        return at;
    }

    /** Place of a visit in its hour: the rate goes straight from the hour before to the hour after. */
    private double head(int number, long key, double tilt) {
        double a = Math.max(-.9, Math.min(.9, tilt));
        double u = heads.unit(number, key * 64);
        if (heads.unit(number, key * 64 + 1) < Math.abs(a)) {
            double v = heads.unit(number, key * 64 + 2);
            return a > 0 ? Math.max(u, v) : Math.min(u, v);
        }
        return u;
    }

    private long gapMicros(Channel channel, int number, long key) {
        double median = channel == Channel.POS ? 240 : channel == Channel.ECOM ? 75 : channel == Channel.ATM ? 60 : 90;
        double sigma = channel == Channel.POS ? 1.0 : channel == Channel.ECOM ? 1.3 : channel == Channel.ATM ? .8 : 1.2;
        double low = channel == Channel.POS ? 15 : channel == Channel.ECOM ? 2 : channel == Channel.ATM ? 20 : 5;
        double seconds = 0;
        for (int attempt = 0; seconds < low || seconds > 1500; attempt++) {
            seconds = median * StrictMath.exp(sigma * gaps.normal(number, key * 64 + attempt));
        }
        return (long) (seconds * 1e6);
    }

    private static int cell(Source source) {
        int demandClass = source.ofMerchant.group.demandClass.code();
        return (demandClass * COUNTRIES + source.ofMerchant.country) * FIELD_LANES + source.merchant % FIELD_LANES;
    }

    private void room(int at) {
        if (at == order.length) {
            order = Arrays.copyOf(order, 2 * at);
            sourceOf = Arrays.copyOf(sourceOf, 2 * at);
            visitOf = Arrays.copyOf(visitOf, 2 * at);
        }
    }

    private void write(ArrivalSlab slab, int hour, long offset, int at) {
        Source source = sources.get(sourceOf[at]);
        int row = slab.addRow();
        slab.tsMicros[row] = START_MICROS + hour * HOUR_MICROS + offset;
        slab.merchantId[row] = source.ofMerchant.id;
        slab.merchantOrdinal[row] = source.merchant;
        slab.arrivalSeq[row] = ++lastSeq[source.merchant];
        slab.zoneOrdinal[row] = source.zone;
        slab.bucketIndex[row] = hour;
        slab.bucketCount[row] = placeCount[source.place];
        slab.zoneBucketCount[row] = zoneCount[source.zone];
        slab.visitSlot[row] = timing == Timing.OWN ? sourceOf[at] << 12 | visitOf[at] : -1;
        slab.channelUpstream[row] = (byte) upstream(source).code();
        slab.legalCountry[row] = (short) source.ofMerchant.country;
        slab.countrySource[row] = (byte) CountrySource.ROW.code();
        slab.isVirtual[row] = source.site < 0;
        slab.siteId[row] = source.site < 0 ? 0 : sites.get(source.site).id;
        slab.tzidPrimary[row] = (short) source.zone;
        slab.tzidSettlement[row] = -1;
        slab.tzidOperational[row] = -1;
    }

    /** One group is as vague as foreign files are; at its tills the channel is drawn, nearly always POS. */
    private static ChannelUpstream upstream(Source source) {
        if (source.ofMerchant.group == MerchantGroup.HOME_DIY) {
            return ChannelUpstream.MIXED;
        }
        return ChannelUpstream.valueOf(source.channel.name());
    }

    private record Merchant(long id, MerchantGroup group, int country, double weekly) {}

    private record Site(long id, int merchant, int zone, double weekly) {
        int terminals() {
            return 1 + Math.min(24, (int) (weekly / 350));
        }
    }

    /** Arrivals of one channel at one place. */
    private static final class Source {
        private final Merchant ofMerchant;
        private final int merchant;
        private final Channel channel;
        private final int zone;
        private final int site;
        private final int place;
        private final double weekly;
        private final double goesOn;
        private final double visitSizeMean;

        Source(Merchant ofMerchant, int merchant, Channel channel, int zone, int site, int place, double weekly) {
            this.ofMerchant = ofMerchant;
            this.merchant = merchant;
            this.channel = channel;
            this.zone = zone;
            this.site = site;
            this.place = place;
            this.weekly = weekly;
            goesOn = ofMerchant.group.goesOn(channel);
            double sum = 0;
            for (int k = 0; k < VISIT_SIZE_MAX; k++) {
                sum += StrictMath.pow(goesOn, k);
            }
            visitSizeMean = sum;
        }
    }
}
