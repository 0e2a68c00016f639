package io.millrace.job.verify;

import io.millrace.contract.Channel;
import io.millrace.contract.DemandClass;
import io.millrace.contract.Iso;
import io.millrace.contract.PriceClass;
import io.millrace.contract.Segment;
import io.millrace.flows.AmountLaw;
import io.millrace.flows.FlowMaker;
import io.millrace.flows.FlowSwitches;
import io.millrace.flows.PendingDeclines;
import io.millrace.flows.TimingLaw;
import io.millrace.policy.AmountModel;
import io.millrace.policy.FlowShapePolicy;
import io.millrace.policy.SegmentValidationPolicy;
import io.millrace.policy.TimingPolicy;
import io.millrace.random.Draws;
import io.millrace.random.KeyedBijection;
import io.millrace.random.Mix64;
import io.millrace.run.RunIdentity;
import io.millrace.slab.Columns;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.Slab;
import io.millrace.testing.PolicyFiles;
import io.millrace.world.WorldDimensions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Flows as the doer makes them over a small world, under the names that metrics read, and judged by the shipped policies.
 * Tests forge what was made, or make it by other policies than it is judged by.
 */
final class MadeFlows implements AutoCloseable {
    private static final String FINGERPRINT = "37001b3ac7ab96c96f0bb4826e5841af58d25e06b97374ccdb8898b2c4860c05";
    private static final RunIdentity IDENTITY =
            new RunIdentity(42, "baseline", "0".repeat(64), "1".repeat(64), FINGERPRINT);
    private static final SegmentValidationPolicy SHIPPED = SegmentValidationPolicy.of(
            HandMadeRun.policies().require("segment_validation_policy_6B").root());
    /** In the order of {@link PriceClass}. */
    private static final int[] MCC = {5816, 5732, 5651, 5411, 5541, 5812, 4111, 4722, 7011, 4900, 7230, 5311, 9999};

    private static final int MERCHANTS_PER_CLASS = 20;
    private static final int SLAB_ROWS = 2_000;
    private static final long FORTNIGHT_MICROS = HandMadeRun.days(14);
    private static final long MINUTE_MICROS = 60_000_000;

    private final ScorecardSession session;

    /**
     * Makes flows, two to a session, the second at the same till a minute after the first.
     *
     * @param shapeEdits of the flow_shape_policy_6B that they are made by, scalars by pointer
     */
    MadeFlows(Path folder, int flows, Map<String, Object> shapeEdits) throws SQLException, IOException {
        session = ScorecardSession.empty(folder, "500MB", ScorecardSession.Tables.IN_A_FILE);
        for (String view : RunViews.names()) {
            session.statement().execute("CREATE TABLE " + view + " AS " + RunViews.nothing(view));
        }
        WorldDimensions world = world();
        FlowMaker maker = FlowMaker.of(
                FlowShapePolicy.of(PolicyFiles.shipped("flow_shape_policy_6B", shapeEdits)),
                new AmountLaw(AmountModel.of(PolicyFiles.shipped("amount_model_6B")), world, draws()),
                new TimingLaw(TimingPolicy.of(PolicyFiles.shipped("timing_policy_6B"))),
                FlowSwitches.ALL_ON,
                draws(),
                KeyedBijection.of(FINGERPRINT, IDENTITY.seed(), "flow_id"),
                KeyedBijection.of(FINGERPRINT, IDENTITY.seed(), "order_id"),
                HandMadeRun.HORIZON.eventsEndMicros());
        PendingDeclines pending = new PendingDeclines();
        Path anchorFile = folder.resolve("anchors.csv");
        Path outcomeFile = folder.resolve("outcomes.csv");
        try (BufferedWriter anchors = Files.newBufferedWriter(anchorFile);
                BufferedWriter outcomes = Files.newBufferedWriter(outcomeFile)) {
            for (int first = 0; first < flows; first += SLAB_ROWS) {
                SessionedSlab arrivals = new SessionedSlab(SLAB_ROWS);
                arrivals.bucket = 0;
                for (int n = first; n < Math.min(flows, first + SLAB_ROWS); n++) {
                    arrive(arrivals, world, n);
                }
                FlowSlab anchorRows = new FlowSlab(SLAB_ROWS);
                OutcomeSlab outcomeRows = new OutcomeSlab(SLAB_ROWS);
                maker.make(
                        arrivals,
                        pending,
                        anchorRows,
                        outcomeRows,
                        new EventSlab(SLAB_ROWS * FlowMaker.EVENTS_PER_FLOW_MAX));
                write(anchorRows, anchors);
                write(outcomeRows, outcomes);
                pending.purge(Long.MAX_VALUE);
            }
        }
        load("anchors", anchorFile, new FlowSlab(1));
        load("outcomes", outcomeFile, new OutcomeSlab(1));
    }

    /** Changes what was made. */
    MadeFlows forged(String... statements) throws SQLException {
        for (String sql : statements) {
            session.statement().execute(sql);
        }
        return this;
    }

    /** Metrics Q5 and Q6, by id. */
    Map<String, MetricReading> judge() throws SQLException {
        CardTables.fill(session, HandMadeRun.policies(), SHIPPED, HandMadeRun.HORIZON);
        TreeMap<String, MetricReading> readings = new TreeMap<>();
        try (LawTables laws = LawTables.beside(session, HandMadeRun.policies(), IDENTITY, HandMadeRun.HORIZON)) {
            for (String name : List.of("Q5_asked_against_got", "Q6_time_safety")) {
                MetricQuery query = MetricQuery.load(name);
                laws.awaitFor(query);
                MetricResult result = Scorecard.measure(session, query, SHIPPED, HandMadeRun.HORIZON);
                readings.put(result.metricId(), result.readings().get(0));
            }
        }
        return readings;
    }

    private static Draws draws() {
        return Draws.of(FINGERPRINT, IDENTITY.seed());
    }

    /** Three of five are remote, most others at tills; a tenth is sold abroad, a fifth outside the SCA region. */
    private static void arrive(SessionedSlab arrivals, WorldDimensions world, int n) {
        int visit = n / 2;
        int row = arrivals.addRow();
        int merchant = (int) (unit(visit, 1) * world.merchants());
        double channel = unit(visit, 2);
        String home = unit(visit, 3) < .2 ? "US" : "FR";
        arrivals.tsMicros[row] = HandMadeRun.micros(HandMadeRun.START)
                + (long) (unit(visit, 4) * FORTNIGHT_MICROS)
                + n % 2 * MINUTE_MICROS;
        arrivals.merchantOrdinal[row] = merchant;
        arrivals.merchantId[row] = world.merchantId[merchant];
        arrivals.arrivalSeq[row] = n + 1L;
        arrivals.channel[row] = (byte) (channel < .6
                        ? Channel.ECOM
                        : channel < .9 ? Channel.POS : channel < .95 ? Channel.ATM : Channel.BANK_RAIL)
                .code();
        arrivals.legalCountry[row] = (short) Iso.pack(unit(visit, 5) < .1 ? "DE" : home);
        arrivals.partyCountry[row] = (short) Iso.pack(home);
        arrivals.partySegment[row] = (byte) Segment.MASS_MARKET.code();
        int party = (int) (unit(visit, 6) * 6_000);
        arrivals.partyId[row] = id(party, 11);
        arrivals.accountId[row] = id(party, 12);
        arrivals.instrumentId[row] = id(party * 2 + (unit(n, 7) < .3 ? 1 : 0), 13);
        arrivals.deviceId[row] = id(party, 14);
        arrivals.ipId[row] = id(party / 3, 15);
        arrivals.sessionId[row] = id(visit, 16);
        arrivals.sessionSeq[row] = n % 2;
        arrivals.gapPreviousMicros[row] = n % 2 == 0 ? Columns.ABSENT : MINUTE_MICROS;
    }

    private static double unit(int n, int salt) {
        return (Mix64.at(salt, n) >>> 11) * 0x1p-53;
    }

    private static long id(int n, int salt) {
        return (Mix64.at(salt, n) >>> 1) + 1;
    }

    private static WorldDimensions world() {
        int merchants = MCC.length * MERCHANTS_PER_CLASS;
        long[] ids = new long[merchants];
        int[] mcc = new int[merchants];
        byte[] demand = new byte[merchants];
        short[] country = new short[merchants];
        for (int merchant = 0; merchant < merchants; merchant++) {
            ids[merchant] = merchant + 1L;
            mcc[merchant] = MCC[merchant / MERCHANTS_PER_CLASS];
        }
        Arrays.fill(demand, (byte) DemandClass.UNKNOWN.code());
        Arrays.fill(country, (short) Iso.pack("FR"));
        return new WorldDimensions(
                ids,
                country,
                mcc,
                demand,
                new int[4 * merchants],
                new long[merchants],
                new long[0],
                new int[0],
                new short[0],
                new long[0],
                List.of(),
                new short[0],
                new long[0]);
    }

    private static void write(Slab rows, BufferedWriter file) throws IOException {
        List<Columns.Column> columns = rows.columns().published();
        for (int row = 0; row < rows.size; row++) {
            int at = row;
            file.write(columns.stream().map(column -> text(column, at)).collect(Collectors.joining(",", "", "\n")));
        }
    }

    private static String text(Columns.Column column, int row) {
        if (column.isAbsent(row)) {
            return "";
        }
        long bits = column.bits(row);
        return switch (column.kind()) {
            case I32, U32, I64, U64 -> Long.toString(bits);
            case TS -> Instant.EPOCH.plusNanos(bits * 1_000).toString();
            case BOOL -> Boolean.toString(bits == 1);
            case ENUM, WORD -> column.vocabulary()[(int) bits - 1].token();
            case CC -> Iso.country((int) bits);
            case CUR -> Iso.currency((int) bits);
            case ZONE, STR -> throw new IllegalArgumentException(column.name());
        };
    }

    private void load(String view, Path file, Slab slab) throws SQLException {
        String columns =
                slab.columns().published().stream().map(Columns.Column::name).collect(Collectors.joining(", "));
        session.statement()
                .execute("COPY " + view + " (" + columns + ") FROM '" + file + "' (FORMAT csv, HEADER false)");
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
