package io.millrace.arrivals;

import io.millrace.contract.Channel;
import io.millrace.contract.DemandClass;
import io.millrace.merchants.MerchantPlan;
import io.millrace.merchants.Places;
import io.millrace.policy.ArrivalsPolicy;
import io.millrace.policy.GeographyPolicy;
import io.millrace.policy.MerchantsPolicy;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.random.Mix64;
import io.millrace.random.Philox2x64;
import io.millrace.table.AliasTable;
import io.millrace.table.TableHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a generated world: what a merchant expects in a week on one channel from one zone cell, in one slice of the
 * hour. Rows of a merchant lie side by side and are numbered by (channel, zone cell, slice). Immutable, for all threads;
 * a pure function of merchants, policies and keys. World design section 5.1.
 */
public final class ArrivalPlan {
    static final int ROW_BITS = 20;
    /** Bits of a merchant's sequence numbers in an hour. */
    static final int SEQUENCE_BITS = 22;
    /** Kinds of calendar factors: on physical channels, on virtual ones. */
    static final int KINDS = 2;

    private static final int ROWS_MAX = 1 << 11;
    /** An eighth of the sequence numbers of an hour: what calendar, swings and chance may add to a mean fits in. */
    private static final int HOURLY_MEAN_MAX = 1 << 19;

    private static final Channel[] CHANNELS = {Channel.ECOM, Channel.POS, Channel.ATM, Channel.BANK_RAIL};

    final MerchantPlan merchants;
    final Places places;
    final ArrivalsPolicy policy;
    final Draws draws;
    final CivilTime time;
    final WeekShapes shapes;
    final Calendar calendar;
    final Calendar.Country[] countries;

    /** By shape table and slot: bound of the tilt word, negative where the rate falls. */
    final long[] tiltCut;

    final double[] dayFactor;
    /** By demand class. */
    final double[][] hourFactor;
    /** By channel. */
    final long[][] gapKnots;
    /** By law of visit sizes. */
    final long[][] sizeCuts;

    final double[] sizeMean;

    // By merchant; first rows have one more, the end.
    final int[] firstRow;
    final byte[] slices;
    final int[] firstSite;
    final AliasTable[] edgePick;
    /** Ordinal of zone_dim_5B. */
    final short[] homeZone;

    // By slice of a merchant.
    /** Sequence numbers it has in an hour, and how many come before them. */
    final int[] sequenceRoom;

    final int[] sequenceStart;

    // By row.
    final int[] merchantOfRow;
    final int[] sliceOfRow;
    /** Ordinal of zone_dim_5B. */
    final short[] zone;
    /** {@link io.millrace.contract.Iso} code. */
    final short[] country;
    /** [(cell * groups + group) * KINDS + kind]. */
    final int[] calendarAt;
    /** Place of virtual channels: one per merchant and zone, behind the positions of sites. */
    final int[] virtualPlace;

    final double[] weekly;
    final double[] weeklyVisits;
    final byte[] channel;
    final short[] cell;
    final int[] shapeTable;
    final int[] fieldCell;
    final byte[] demandClass;
    final short[] sizeLaw;
    final int[] sitePosition;
    final AliasTable[] sitePick;

    private final ArrivalUnits whole;

    private ArrivalPlan(MerchantPlan merchants, ArrivalLaws laws, Draws draws) {
        this.merchants = merchants;
        this.draws = draws;
        places = merchants.places();
        policy = laws.arrivals();
        time = CivilTime.of(places.zoneTzids());
        shapes = WeekShapes.of(laws.shapes());
        calendar = Calendar.of(laws.calendar(), laws.model());
        countries = countries(places, laws.geography());
        tiltCut = tiltCuts(shapes, policy.tiltMax());
        dayFactor = Noise.logNormal(policy.merchantDaySigma());
        hourFactor = new double[DemandClass.values().length][];
        for (DemandClass of : DemandClass.values()) {
            double kappa = policy.hourKappa() * policy.classes().get(of).kappa();
            hourFactor[of.ordinal()] = Noise.logNormal(Noise.hourSigma(kappa));
        }
        gapKnots = new long[Channel.values().length][];
        policy.gaps().forEach((of, gap) -> gapKnots[of.ordinal()] = VisitLaw.gapKnots(gap, policy.gapMaxSeconds()));
        MerchantsPolicy groups = merchants.policy();
        int sizeLaws = groups.groups().size() * CHANNELS.length;
        sizeCuts = new long[sizeLaws][];
        sizeMean = new double[sizeLaws];
        for (int law = 0; law < sizeLaws; law++) {
            double goesOn = groups.goesOn(law / CHANNELS.length, CHANNELS[law % CHANNELS.length]);
            sizeCuts[law] = VisitLaw.sizeCuts(goesOn, policy.visitArrivalsMax());
            sizeMean[law] = VisitLaw.meanSize(goesOn, policy.visitArrivalsMax());
        }
        List<Row> rows = new ArrayList<>();
        firstRow = new int[merchants.merchants() + 1];
        slices = new byte[merchants.merchants()];
        firstSite = new int[merchants.merchants()];
        edgePick = new AliasTable[merchants.merchants()];
        RowFinder finder = new RowFinder();
        for (int merchant = 0; merchant < slices.length; merchant++) {
            firstSite[merchant] = merchants.firstPosition(merchants.firstBranch(merchant));
            finder.rowsOf(merchant, rows);
            firstRow[merchant + 1] = rows.size();
        }
        int count = rows.size();
        weekly = new double[count];
        weeklyVisits = new double[count];
        channel = new byte[count];
        cell = new short[count];
        shapeTable = new int[count];
        fieldCell = new int[count];
        demandClass = new byte[count];
        sizeLaw = new short[count];
        sitePosition = new int[count];
        sitePick = new AliasTable[count];
        homeZone = new short[slices.length];
        merchantOfRow = new int[count];
        sliceOfRow = new int[count];
        zone = new short[count];
        country = new short[count];
        calendarAt = new int[count];
        virtualPlace = new int[count];
        int cuts = 0;
        for (byte of : slices) {
            cuts += of;
        }
        sequenceRoom = new int[cuts];
        sequenceStart = new int[cuts];
        LatentField field = new LatentField(policy, draws);
        for (int merchant = 0, slice = 0; merchant < slices.length; slice += slices[merchant++]) {
            fillSlices(merchant, slice);
            for (int row = firstRow[merchant]; row < firstRow[merchant + 1]; row++) {
                fill(row, merchant, rows.get(row), field);
                sliceOfRow[row] = slice + ((row - firstRow[merchant]) & (slices[merchant] - 1));
            }
        }
        whole = ArrivalUnits.of(this, (merchant, slice) -> true);
    }

    private void fillSlices(int merchant, int firstSlice) {
        homeZone[merchant] = (short) places.zoneOf(merchants.homeCell(merchant));
        int room = (1 << SEQUENCE_BITS) / slices[merchant];
        for (int slice = 0; slice < slices[merchant]; slice++) {
            sequenceRoom[firstSlice + slice] = room;
            sequenceStart[firstSlice + slice] = slice * room;
        }
    }

    public static ArrivalPlan of(MerchantPlan merchants, ArrivalLaws laws, Draws draws) {
        return new ArrivalPlan(merchants, laws, draws);
    }

    private static Calendar.Country[] countries(Places places, GeographyPolicy geography) {
        Calendar.Country[] countries = new Calendar.Country[places.countries()];
        for (int country = 0; country < countries.length; country++) {
            String iso = io.millrace.contract.Iso.country(places.iso(country));
            GeographyPolicy.Country of = geography
                    .country(iso)
                    .orElseThrow(() -> new IllegalArgumentException("geography_5B has no country " + iso));
            countries[country] = new Calendar.Country(iso, of.payRule(), of.weekend());
        }
        return countries;
    }

    private static long[] tiltCuts(WeekShapes shapes, double limit) {
        int tables = shapes.shapes() * shapes.variants() * WeekShapes.Weekend.values().length;
        long[] cuts = new long[tables * CivilTime.SLOTS];
        for (int i = 0; i < cuts.length; i++) {
            int slot = i % CivilTime.SLOTS;
            double tilt = shapes.tilt(i - slot, slot, limit);
            long cut = VisitLaw.tiltCut(tilt);
            cuts[i] = tilt < 0 ? -cut : cut;
        }
        return cuts;
    }

    /** @param sites at {@code position} and after; 0 on virtual channels */
    private record Row(int channel, int cell, double weekly, int position, int sites) {
        Row plus(double more) {
            return new Row(channel, cell, weekly + more, position, sites);
        }

        Row slice(int slices) {
            return new Row(channel, cell, weekly / slices, position, sites);
        }
    }

    private final class RowFinder {
        private final List<Row> found = new ArrayList<>();

        void rowsOf(int merchant, List<Row> out) {
            found.clear();
            double peak = 0;
            for (int number = 0; number < CHANNELS.length; number++) {
                if (merchants.groupOf(merchant).ppm(CHANNELS[number]) > 0) {
                    int from = found.size();
                    addRows(merchant, number);
                    joinSmall(from);
                    String name = merchants.policy().shape(merchants.group(merchant), CHANNELS[number]);
                    double top = shapes.max(shapes.table(shapes.shape(name), 0, WeekShapes.Weekend.SATURDAY_SUNDAY));
                    for (Row row : found.subList(from, found.size())) {
                        peak += row.weekly * top;
                    }
                }
            }
            int cut = 1;
            while (cut < policy.rows().slicesMax() && peak > cut * policy.rows().hourlyMeanMax()) {
                cut *= 2;
            }
            if (peak > HOURLY_MEAN_MAX) {
                throw new IllegalArgumentException("a merchant expects at most " + HOURLY_MEAN_MAX
                        + " arrivals in its busiest hour, was " + (long) peak + " of merchant "
                        + Long.toUnsignedString(merchants.merchantId(merchant))
                        + "; lower arrivals_per_day or raise merchants");
            }
            slices[merchant] = (byte) cut;
            if (found.size() * cut >= ROWS_MAX) {
                throw new IllegalArgumentException("a merchant has fewer than " + ROWS_MAX
                        + " rows of a channel, zone and slice of the hour, was " + found.size() * cut + " of merchant "
                        + Long.toUnsignedString(merchants.merchantId(merchant))
                        + "; lower arrivals_per_day or raise merchants");
            }
            for (Row row : found) {
                for (int slice = 0; slice < cut; slice++) {
                    out.add(row.slice(cut));
                }
            }
        }

        private void addRows(int merchant, int number) {
            for (int branch = merchants.firstBranch(merchant); branch < merchants.firstBranch(merchant + 1); branch++) {
                if (isVirtual(number)) {
                    int country = merchants.countryOf(branch);
                    for (int at = places.firstCell(country); at < places.firstCell(country + 1); at++) {
                        double weeklyOfCell = merchants.weeklyVirtual(branch, CHANNELS[number], at);
                        if (weeklyOfCell > 0) {
                            found.add(new Row(number, at, weeklyOfCell, 0, 0));
                        }
                    }
                } else {
                    addSites(branch, number);
                }
            }
        }

        private void addSites(int branch, int number) {
            int end = merchants.firstPosition(branch + 1);
            int position = merchants.firstPosition(branch);
            while (position < end) {
                int first = position;
                int at = merchants.siteCell(merchants.siteAt(first));
                double sum = 0;
                while (position < end && merchants.siteCell(merchants.siteAt(position)) == at) {
                    sum += merchants.siteWeekly(merchants.siteAt(position));
                    position++;
                }
                found.add(new Row(number, at, sum, first, position - first));
            }
        }

        /** Small rows cost a draw an hour and bring nothing: they join the largest of the channel. */
        private void joinSmall(int from) {
            int largest = from;
            for (int i = from; i < found.size(); i++) {
                if (found.get(i).weekly > found.get(largest).weekly) {
                    largest = i;
                }
            }
            double joined = 0;
            for (int i = from; i < found.size(); i++) {
                if (i != largest && found.get(i).weekly < policy.rows().weeklyMin()) {
                    joined += found.get(i).weekly;
                }
            }
            if (joined > 0) {
                Row into = found.get(largest);
                found.set(largest, into.plus(joined));
                Row kept = found.get(largest);
                found.subList(from, found.size())
                        .removeIf(row -> row.weekly < policy.rows().weeklyMin() && !row.equals(kept));
            }
        }
    }

    private void fill(int row, int merchant, Row from, LatentField field) {
        int ofCountry = places.countryOf(from.cell);
        int group = merchants.group(merchant);
        DemandClass of = merchants.groupOf(merchant).demandClass();
        int law = group * CHANNELS.length + from.channel;
        weekly[row] = from.weekly * calendar.volume();
        weeklyVisits[row] = weekly[row] / sizeMean[law];
        channel[row] = (byte) from.channel;
        cell[row] = (short) from.cell;
        int shape = shapes.shape(merchants.policy().shape(group, CHANNELS[from.channel]));
        int variant = (int) Philox2x64.umulh(draws.x0(Decision.SHAPE_VARIANT, shape, ofCountry), shapes.variants());
        shapeTable[row] = shapes.table(shape, variant, WeekShapes.Weekend.of(countries[ofCountry].weekend()));
        fieldCell[row] = field.cell(of, ofCountry, merchant);
        demandClass[row] = (byte) of.ordinal();
        sizeLaw[row] = (short) law;
        sitePosition[row] = from.position;
        merchantOfRow[row] = merchant;
        zone[row] = (short) places.zoneOf(from.cell);
        country[row] = places.iso(ofCountry);
        int kind = isVirtual(from.channel) ? 1 : 0;
        calendarAt[row] = (from.cell * merchants.policy().groups().size() + group) * KINDS + kind;
        virtualPlace[row] = merchants.firstPosition(merchants.branches()) + firstRowIn(row, merchant);
        // Slices of one row share the table of the first.
        if (from.sites > 1) {
            boolean sameAsBefore = row > firstRow[merchant]
                    && sitePosition[row - 1] == from.position
                    && channel[row - 1] == channel[row]
                    && cell[row - 1] == cell[row];
            sitePick[row] = sameAsBefore ? sitePick[row - 1] : sitePick(from);
        }
        if (isVirtual(from.channel) && merchants.edges(merchant) > 1 && edgePick[merchant] == null) {
            long[] equal = new long[merchants.edges(merchant)];
            Arrays.fill(equal, 1);
            edgePick[merchant] = AliasTable.of(equal);
        }
    }

    /** First row of the merchant in the zone of a row. */
    private int firstRowIn(int row, int merchant) {
        int first = firstRow[merchant];
        while (zone[first] != zone[row]) {
            first++;
        }
        return first;
    }

    private AliasTable sitePick(Row from) {
        long[] masses = new long[from.sites];
        for (int i = 0; i < masses.length; i++) {
            masses[i] = merchants.siteMass(merchants.siteAt(from.position + i));
        }
        return AliasTable.of(masses);
    }

    /** Alias tables of sites and edges. */
    public void hashPicks(TableHash hash) {
        for (AliasTable sites : sitePick) {
            hash.add(sites);
        }
        for (AliasTable edges : edgePick) {
            hash.add(edges);
        }
    }

    /** Tables of random factors, gaps, visit sizes and counts: the same for every model and world of the packs. */
    public void hashQuantiles(TableHash hash) {
        hash.add(dayFactor);
        for (double[] factor : hourFactor) {
            hash.add(factor);
        }
        for (long[] knots : gapKnots) {
            hash.add(knots == null ? new long[0] : knots);
        }
        for (long[] cuts : sizeCuts) {
            hash.add(cuts);
        }
        hash.add(sizeMean);
        new LatentField(policy, draws).hash(hash);
        Poisson.hash(hash);
    }

    /** Hour-of-week shapes and their slopes. */
    public void hashShapes(TableHash hash) {
        shapes.hash(hash);
        hash.add(tiltCut);
    }

    static boolean isVirtual(int channel) {
        return channel == Channel.ECOM.ordinal() || channel == Channel.BANK_RAIL.ordinal();
    }

    public MerchantPlan merchants() {
        return merchants;
    }

    public CivilTime time() {
        return time;
    }

    public ArrivalsPolicy policy() {
        return policy;
    }

    public int rows() {
        return weekly.length;
    }

    /** First row of a merchant; those of merchant m end before {@code firstRow(m + 1)}. */
    public int firstRow(int merchant) {
        return firstRow[merchant];
    }

    /** Equal parts of the hour of a merchant, a power of two. */
    public int slices(int merchant) {
        return slices[merchant];
    }

    /** Expected arrivals of a week, in the mean of a year of the model. */
    public double weekly(int row) {
        return weekly[row];
    }

    public Channel channel(int row) {
        return CHANNELS[channel[row]];
    }

    /** Zone cell of {@link Places}. */
    public int cell(int row) {
        return cell[row];
    }

    public DemandClass demandClass(int row) {
        return DemandClass.values()[demandClass[row]];
    }

    /** Ordinal of zone_dim_5B. */
    int zone(int row) {
        return zone[row];
    }

    /** Places that arrivals may have: positions of sites, then zones of merchants. */
    int placesOfArrivals() {
        return merchants.firstPosition(merchants.branches()) + rows();
    }

    long rowKey(int merchant, int row) {
        return ((long) merchant << ROW_BITS) + (row - firstRow[merchant]);
    }

    /** The merchants and slices of one shard. */
    public ArrivalUnits unitsOf(int shard, int shards) {
        return ArrivalUnits.of(this, (merchant, slice) -> shard(merchant, slice, shards) == shard);
    }

    public ArrivalUnits allUnits() {
        return whole;
    }

    /** Shard of a slice of a merchant; rows never depend on it. */
    public int shard(int merchant, int slice, int shards) {
        return (int) Philox2x64.umulh(Mix64.mix(merchants.merchantId(merchant) + slice * Mix64.WEYL), shards);
    }

    /** Evaluations of FIELD over a horizon: cells in use, times hours. */
    public long fieldEvaluations(int hours) {
        return Arrays.stream(fieldCell).distinct().count() * hours;
    }

    /** Evaluations of DAY over hours t to t + hours - 1: pairs (merchant, local day). */
    public long dayEvaluations(int t, int hours) {
        long days = 0;
        for (int merchant = 0; merchant < slices.length; merchant++) {
            int first = Integer.MAX_VALUE;
            int last = Integer.MIN_VALUE;
            for (int row = firstRow[merchant]; row < firstRow[merchant + 1]; row++) {
                first = Math.min(first, time.localDay(zone(row), t));
                last = Math.max(last, time.localDay(zone(row), t + hours - 1));
            }
            days += firstRow[merchant] == firstRow[merchant + 1] ? 0 : last - first + 1;
        }
        return days;
    }
}
