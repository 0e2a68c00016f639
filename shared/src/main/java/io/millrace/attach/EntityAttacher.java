package io.millrace.attach;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.ChannelUpstream;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.policy.BehaviourPriorPack;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.AttachedSlab;
import io.millrace.slab.Columns;
import io.millrace.world.EntityUniverse;
import io.millrace.world.Portfolio;
import io.millrace.world.WorldDimensions;
import java.util.Arrays;

/**
 * Gives every arrival its channel, visit, party, account, instrument, device and IP. Every value is a pure function of
 * the row and the world, so rows may come in any order, split in any way.
 *
 * <p>In: arrivals of any merchant. Out: the same rows, attached. Key: none. State: none but counters.
 *
 * <p>Draws: about 12 per row in 7 blocks; the ledger counts each decision once per row that depends on it.
 *
 * <p>One attacher per subtask: it reuses its buffers and is not thread-safe.
 *
 * @implNote attachment_policy_6B, behaviour_prior_pack_6B; docs/laws/attach.md
 */
public final class EntityAttacher {
    private static final long EPOCH_MICROS = 1_577_836_800_000_000L;
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final int MERCHANTS_MAX = 1 << 23;
    private static final long SEQ_LIMIT = 1L << 40;
    private static final int COUNTRIES = 676;
    private static final int UPSTREAM_CODES = ChannelUpstream.values().length + 1;
    private static final long WORD = 0xFFFF_FFFFL;
    static final int BLOCK_ROWS = 256;

    private final EntityUniverse universe;
    private final WorldDimensions world;
    private final DrawLedger ledger = new DrawLedger();
    private final ChannelLaw channels;
    private final VisitLaw visits;
    private final PartyLaw parties;
    private final MeansLaw means;
    private final EndpointLaw endpoints;
    /** Rows whose parties are known and whose portfolios are fetched together. */
    private final AttachRow[] block = new AttachRow[BLOCK_ROWS];

    private final long[] picked = new long[BLOCK_ROWS];
    private AttachRow row;
    private final Portfolio portfolio = new Portfolio();

    /**
     * @throws RunException S1_ENTITY_NO_CANDIDATES when the policy refuses a world without terminals
     */
    public EntityAttacher(
            AttachmentPolicy policy,
            BehaviourPriorPack prior,
            EntityUniverse universe,
            WorldDimensions world,
            Draws draws,
            AttachSwitches switches,
            CountryWeights countries) {
        this.universe = universe;
        this.world = world;
        Arrays.setAll(block, any -> new AttachRow());
        row = block[0];
        if (policy.device().refuseWithoutTerminals() && switches.terminals()) {
            refuseWithoutTerminals();
        }
        channels = new ChannelLaw(policy.channel(), draws, ledger);
        visits = new VisitLaw(
                policy.visit(),
                switches,
                TripLoad.perArrival(policy.visit(), world, channels),
                world.siteRatePer1000Days,
                world.merchantVirtualRatePer1000Days,
                draws,
                ledger);
        parties = new PartyLaw(policy.party(), universe, countries, draws, ledger);
        means = new MeansLaw(policy, prior, draws, ledger);
        endpoints = new EndpointLaw(policy, prior, switches, universe, draws, ledger);
    }

    /**
     * Appends one row to {@code out} for every row of {@code in}, in order.
     *
     * @param out must have room for all rows of {@code in}; its bucket is not touched
     * @throws RunException S1_ARRIVAL_FIELD_RANGE, S1_ENTITY_REFERENCE_INVALID, S1_ENTITY_NO_CANDIDATES
     */
    public void attach(ArrivalSlab in, AttachedSlab out) {
        for (int from = 0; from < in.size; from += BLOCK_ROWS) {
            int rows = Math.min(BLOCK_ROWS, in.size - from);
            for (int i = 0; i < rows; i++) {
                row = block[i];
                read(in, from + i);
                channels.decide(row, in.channelUpstream[from + i], world.merchantDemandClass[row.merchant]);
            }
            visits.decide(block, rows);
            parties.decide(block, rows);
            means.draw(block, rows, universe);
            endpoints.draw(block, rows);
            for (int i = 0; i < rows; i++) {
                picked[i] = block[i].party;
            }
            universe.expect(picked, rows);
            for (int i = 0; i < rows; i++) {
                row = block[i];
                if (endpoints.needsDevices(row)) {
                    universe.load(row.party, portfolio);
                } else {
                    universe.loadMeans(row.party, portfolio);
                }
                means.decide(row, portfolio);
                int to = out.addRow();
                endpoints.decide(row, portfolio, out, to);
                copyArrival(in, from + i, out, to);
                write(out, to);
            }
        }
    }

    /** Evaluations so far, counted once per row that depends on a value; live, belongs to checkpointed state. */
    public DrawLedger ledger() {
        return ledger;
    }

    /** Rows whose instrument is a card of a kind the channel does not list, because the party has no other. */
    public long meansRelaxedKind() {
        return means.relaxedKind();
    }

    /** Rows whose account is of a class the channel does not list, because the party has no other. */
    public long meansRelaxedClass() {
        return means.relaxedClass();
    }

    /** The row of the last call that was about one row alone, as the laws have left it; for who tells of it. */
    AttachRow latest() {
        return block[0];
    }

    VisitLaw visits() {
        return visits;
    }

    PartyLaw parties() {
        return parties;
    }

    MeansLaw means() {
        return means;
    }

    EndpointLaw endpoints() {
        return endpoints;
    }

    /** Takes up the counters of a checkpoint; call before the first row. */
    public void restore(DrawLedger counted, long meansRelaxedKind, long meansRelaxedClass) {
        ledger.add(counted);
        means.restoreRelaxed(meansRelaxedKind, meansRelaxedClass);
    }

    /**
     * Counts the draws of the visitor books of a horizon; they belong to no row and are reported once per run.
     *
     * @param dayFirst first UTC day with arrivals, days since 1970
     * @param dayLast last one
     */
    public static void countVisitorBook(
            EntityUniverse universe, int stayDays, long dayFirst, long dayLast, DrawLedger ledger) {
        long evaluations = TravelCalendar.bookEvaluations(universe, stayDays, dayFirst, dayLast);
        ledger.count(Decision.TRAVEL_AWAY, evaluations);
        ledger.count(Decision.TRAVEL_DESTINATION, evaluations);
    }

    private void read(ArrivalSlab in, int from) {
        row.merchantId = in.merchantId[from];
        row.arrivalSeq = in.arrivalSeq[from];
        row.merchant = in.merchantOrdinal[from];
        within("merchant_ordinal", row.merchant, Math.min(world.merchants(), MERCHANTS_MAX));
        within("arrival_seq", row.arrivalSeq, SEQ_LIMIT);
        if (world.merchantId[row.merchant] != row.merchantId) {
            throw Failures.brokenReference(row, "merchant_id", row.merchantId);
        }
        row.arrivalKey = (long) row.merchant << 40 | row.arrivalSeq;
        row.offsetMicros = Math.floorMod(in.tsMicros[from], HOUR_MICROS);
        row.hour = Math.floorDiv(in.tsMicros[from] - EPOCH_MICROS, HOUR_MICROS) & WORD;
        row.day = Math.floorDiv(in.tsMicros[from], DAY_MICROS);
        within("ts_utc, days since 1970", row.day, 1L << 32);
        row.country = in.legalCountry[from];
        within("legal_country_iso", row.country, COUNTRIES);
        row.zone = in.zoneOrdinal[from];
        within("zone_ordinal", row.zone, world.zoneTzid.size());
        within("channel_upstream", in.channelUpstream[from], UPSTREAM_CODES);
        row.isVirtual = in.isVirtual[from];
        row.bucketCount = in.bucketCount[from];
        atLeast("bucket_count", row.bucketCount, 1);
        row.zoneBucketCount = in.zoneBucketCount[from];
        atLeast("zone_bucket_count", row.zoneBucketCount, 1);
        row.visitSlot = in.visitSlot[from];
        atLeast("visit_slot", row.visitSlot, -1);
        row.site = -1;
        if (in.siteId[from] != 0) {
            row.site = world.siteOrdinal(in.siteId[from]);
            if (row.site < 0) {
                throw Failures.brokenReference(row, "site_id", in.siteId[from]);
            }
        }
    }

    private static void copyArrival(ArrivalSlab in, int from, AttachedSlab out, int to) {
        out.tsMicros[to] = in.tsMicros[from];
        out.merchantId[to] = in.merchantId[from];
        out.arrivalSeq[to] = in.arrivalSeq[from];
        out.bucketIndex[to] = in.bucketIndex[from];
        out.siteId[to] = in.siteId[from];
        out.edgeId[to] = in.edgeId[from];
        out.isVirtual[to] = in.isVirtual[from];
        out.tzidPrimary[to] = in.tzidPrimary[from];
        out.legalCountry[to] = in.legalCountry[from];
        out.merchantOrdinal[to] = in.merchantOrdinal[from];
    }

    private void write(AttachedSlab out, int to) {
        out.channel[to] = (byte) row.channel;
        out.channelSource[to] = (byte) row.channelSource.code();
        out.visitSource[to] = (byte) row.source.code();
        out.visitSlot[to] = row.visitSlot;
        out.partyId[to] = portfolio.partyId;
        out.partyRule[to] = (byte) row.partyRule.code();
        out.partyCountry[to] = (short) portfolio.country;
        out.partySegment[to] = (byte) portfolio.segment;
        out.accountId[to] = portfolio.accountId[row.account];
        out.accountRule[to] = (byte) row.accountRule.code();
        out.instrumentId[to] = row.instrument < 0 ? Columns.ABSENT : portfolio.instrumentId[row.instrument];
        out.instrumentRule[to] = (byte) row.instrumentRule.code();
    }

    private void within(String column, long value, long limit) {
        if (value < 0 || value >= limit) {
            throw Failures.outOfRange(row, column, "must lie in 0.." + (limit - 1), value);
        }
    }

    private void atLeast(String column, long value, long least) {
        if (value < least) {
            throw Failures.outOfRange(row, column, "must be at least " + least, value);
        }
    }

    private void refuseWithoutTerminals() {
        for (int site = 0; site < world.siteId.length; site++) {
            if (universe.terminals(site) > 0) {
                return;
            }
        }
        throw new RunException(Problem.of(
                ErrorCode.S1_ENTITY_NO_CANDIDATES,
                "attachment_policy_6B#/device/when_no_terminal",
                "must find terminals in the world",
                "none at " + world.siteId.length + " sites",
                "use CUSTOMER_DEVICE, or a world with terminals"));
    }
}
