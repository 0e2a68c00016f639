package io.millrace.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.contract.AttachRule;
import io.millrace.contract.Channel;
import io.millrace.contract.ChannelSource;
import io.millrace.contract.ChannelUpstream;
import io.millrace.contract.DeviceGroup;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.IpGroup;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.Segment;
import io.millrace.contract.VisitSource;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.AttachedSlab;
import io.millrace.testing.FakeUniverse;
import io.millrace.testing.ForAllSeeds;
import io.millrace.testing.PolicyFiles;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AttachPropertiesTest {
    private static final String[] COUNTRIES = {"DE", "FR", "US"};

    @Test
    void ledgerEqualsTheCountsOfTheRows() {
        ForAllSeeds.of(20).check(seed -> {
            EntityAttacher attacher = AttachWorld.attacher(universe(seed));
            ArrivalSlab in = arrivals(seed, 600);
            if (seed % 2 == 0) {
                for (int row = 0; row < in.size; row++) {
                    in.visitSlot[row] = row % 7;
                }
            }
            AttachedSlab rows = AttachWorld.attach(attacher, in);
            DrawLedger ledger = attacher.ledger();
            Map<Decision, Long> expected = expected(rows, seed % 2 != 0);
            for (Map.Entry<Decision, Long> entry : expected.entrySet()) {
                assertThat(ledger.evaluations(entry.getKey()))
                        .as(entry.getKey().name())
                        .isEqualTo(entry.getValue());
            }
        });
    }

    @Test
    void orderAndCutOfRowsChangeNothing() {
        ForAllSeeds.of(5).check(seed -> {
            ArrivalSlab in = arrivals(seed, 300);
            AttachedSlab together = AttachWorld.attach(AttachWorld.attacher(universe(seed)), in);
            EntityAttacher attacher = AttachWorld.attacher(universe(seed));
            for (int row = in.size - 1; row >= 0; row--) {
                ArrivalSlab one = new ArrivalSlab(1);
                copy(in, row, one);
                assertThat(AttachWorld.attach(attacher, one).describe(0)).isEqualTo(together.describe(row));
            }
        });
    }

    @Test
    void aVisitKeepsPartyDeviceAndAddress() {
        AttachedSlab rows = AttachWorld.attach(AttachWorld.attacher(universe(3)), arrivals(3, 4000));
        Map<List<Long>, Integer> visits = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        int repeated = 0;
        for (int row = 0; row < rows.size; row++) {
            List<Long> visit = List.of(
                    (long) rows.merchantOrdinal[row],
                    Math.floorDiv(rows.tsMicros[row], 3_600_000_000L),
                    (long) rows.channel[row],
                    rows.siteId[row],
                    (long) rows.visitSlot[row]);
            Integer first = visits.putIfAbsent(visit, row);
            if (first != null) {
                repeated++;
                assertThat(rows.partyId[row]).isEqualTo(rows.partyId[first]);
                assertThat(rows.deviceId[row]).isEqualTo(rows.deviceId[first]);
                assertThat(rows.ipId[row]).isEqualTo(rows.ipId[first]);
            }
        }
        assertThat(repeated).isGreaterThan(400);
    }

    @Test
    void travellersAreAwayFromHomeAndSharesAreKept() {
        AttachedSlab rows = AttachWorld.attach(AttachWorld.attacher(universe(4)), spread(4, 30_000));
        long[] rowsOf = new long[6];
        long[] abroad = new long[6];
        int home = io.millrace.contract.Iso.pack("DE");
        for (int row = 0; row < rows.size; row++) {
            AttachRule rule = AttachRule.ofCode(rows.partyRule[row]);
            boolean foreign = rows.partyCountry[row] != home;
            assertThat(foreign)
                    .as(rows.describe(row))
                    .isEqualTo(rule == AttachRule.ABROAD || rule == AttachRule.VISITOR);
            rowsOf[rows.channel[row]]++;
            abroad[rows.channel[row]] += foreign ? 1 : 0;
        }
        assertThat(abroad[Channel.ECOM.code()] / (double) rowsOf[Channel.ECOM.code()])
                .isCloseTo(.12, within(.03));
        assertThat(abroad[Channel.POS.code()] / (double) rowsOf[Channel.POS.code()])
                .isCloseTo(.04, within(.02));
    }

    @Test
    void featuresOffLeaveNoTrace() {
        FakeUniverse universe = universe(5);
        EntityAttacher attacher =
                AttachWorld.attacher(universe, PolicyFiles.attachment(), new AttachSwitches(false, false));
        AttachedSlab rows = AttachWorld.attach(attacher, arrivals(5, 2000));
        for (int row = 0; row < rows.size; row++) {
            assertThat(rows.visitSource[row]).isNotEqualTo((byte) VisitSource.TRIP.code());
            assertThat(rows.deviceIsTerminal[row]).isFalse();
            assertThat(rows.deviceRule[row]).isIn((byte) AttachRule.WEIGHTED.code(), (byte) AttachRule.SINGLE.code());
        }
        assertThat(attacher.ledger().evaluations(Decision.ENDPOINT_TRIP)).isZero();
        assertThat(attacher.ledger().evaluations(Decision.TERMINAL)).isZero();
    }

    private static Map<Decision, Long> expected(AttachedSlab rows, boolean foreign) {
        Map<Decision, Long> expected = new EnumMap<>(Decision.class);
        for (Decision decision : Decision.values()) {
            expected.put(decision, 0L);
        }
        for (int row = 0; row < rows.size; row++) {
            AttachRule party = AttachRule.ofCode(rows.partyRule[row]);
            AttachRule account = AttachRule.ofCode(rows.accountRule[row]);
            AttachRule instrument = AttachRule.ofCode(rows.instrumentRule[row]);
            AttachRule device = AttachRule.ofCode(rows.deviceRule[row]);
            AttachRule ip = AttachRule.ofCode(rows.ipRule[row]);
            boolean physical = rows.channel[row] == Channel.POS.code() || rows.channel[row] == Channel.ATM.code();
            int tries =
                    switch (party) {
                        case SUBSTITUTE_1 -> 1;
                        case SUBSTITUTE_2 -> 2;
                        case SUBSTITUTE_3, HOME_FORCED -> 3;
                        default -> 0;
                    };
            add(expected, Decision.CHANNEL, rows.channelSource[row] == ChannelSource.DRAWN.code() ? 1 : 0);
            add(expected, Decision.VISIT_SLOT, foreign ? 1 : 0);
            add(expected, Decision.SWITCH, 1);
            add(expected, Decision.VISIT_SOURCE, 1);
            add(expected, Decision.PARTY_PICK, 1);
            add(expected, Decision.VISIT_MEANS, 1);
            add(expected, Decision.PARTY_SCOPE, physical ? 0 : 1);
            add(expected, Decision.TRAVEL_AWAY, physical ? 1 + tries : 0);
            add(expected, Decision.VISITOR, tries > 0 || party == AttachRule.VISITOR ? 1 : 0);
            add(expected, Decision.SUBSTITUTE, tries);
            add(expected, Decision.MEANS_HABIT, account == AttachRule.HABIT || instrument == AttachRule.HABIT ? 1 : 0);
            add(expected, Decision.MEANS_VISIT, account == AttachRule.VISIT || instrument == AttachRule.VISIT ? 1 : 0);
            add(
                    expected,
                    Decision.MEANS_SWITCH,
                    account == AttachRule.SWITCH || instrument == AttachRule.SWITCH ? 1 : 0);
            boolean endpoint = device == AttachRule.WEIGHTED
                    || device == AttachRule.NO_TERMINAL
                    || ip == AttachRule.WEIGHTED
                    || ip == AttachRule.NO_ENDPOINT;
            boolean trip = rows.visitSource[row] == VisitSource.TRIP.code();
            add(expected, Decision.ENDPOINT_TRIP, endpoint && trip ? 1 : 0);
            add(expected, Decision.ENDPOINT_VISIT, endpoint && !trip ? 1 : 0);
            add(expected, Decision.TERMINAL, device == AttachRule.TERMINAL || ip == AttachRule.ENDPOINT ? 1 : 0);
        }
        return expected;
    }

    private static void add(Map<Decision, Long> counts, Decision decision, long times) {
        counts.merge(decision, times, Long::sum);
    }

    /** 400 parties in three countries with mixed holdings, some without terminals' comfort. */
    private static FakeUniverse universe(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FakeUniverse universe = new FakeUniverse();
        for (int i = 0; i < 400; i++) {
            long id = 1000 + 100L * i;
            FakeUniverse.Party party = universe.party(
                    id,
                    COUNTRIES[random.nextInt(COUNTRIES.length)],
                    Segment.values()[random.nextInt(Segment.values().length)],
                    random.nextInt(8) == 0 ? 0 : 500 + random.nextInt(3000));
            party.account(id, LedgerClass.DEPOSIT).instrument(id, InstrumentKind.CARD_PHYSICAL);
            for (int extra = 1; extra <= random.nextInt(5); extra++) {
                party.account(id + extra, LedgerClass.values()[random.nextInt(4)]);
                for (int card = 0; card < random.nextInt(4); card++) {
                    party.instrument(id + 10L * extra + card, InstrumentKind.values()[random.nextInt(4)]);
                }
            }
            party.device(id, DeviceGroup.MOBILE_PHONE).ip(id, IpGroup.RESIDENTIAL);
            for (int extra = 1; extra <= random.nextInt(4); extra++) {
                party.device(id + extra, DeviceGroup.values()[random.nextInt(8)]);
                for (int ip = 0; ip < random.nextInt(4); ip++) {
                    party.ip(id + 10L * extra + ip, IpGroup.values()[random.nextInt(6)]);
                }
            }
        }
        if (seed % 3 != 0) {
            universe.terminals(9, 5, 6, 7);
        }
        if (seed % 3 == 1) {
            universe.endpoints(0, "DE", 8, 9);
        }
        return universe;
    }

    /** Two rows in three fall into ten minutes, so that visits have several arrivals. */
    private static ArrivalSlab arrivals(long seed, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        ArrivalSlab slab = spread(seed, rows);
        for (int row = 1; row < rows; row++) {
            if (random.nextInt(3) > 0) {
                slab.tsMicros[row] = slab.tsMicros[0] + random.nextLong(600_000_000L);
            }
        }
        return slab;
    }

    private static ArrivalSlab spread(long seed, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        ArrivalSlab slab = new ArrivalSlab(rows);
        for (int i = 0; i < rows; i++) {
            boolean online = random.nextInt(2) == 0;
            int upstream = random.nextInt(8);
            ChannelUpstream channel = upstream == 0 ? null : ChannelUpstream.ofCode(upstream);
            int row = AttachWorld.arrival(slab, "2020-01-24T00:00:00Z", channel, online, i, 1 + random.nextInt(8));
            slab.tsMicros[row] += random.nextLong(20L * 86_400_000_000L);
        }
        return slab;
    }

    private static void copy(ArrivalSlab in, int row, ArrivalSlab out) {
        int to = out.addRow();
        for (int column = 0; column < in.columns().all().size(); column++) {
            System.arraycopy(
                    in.columns().all().get(column).array(),
                    row,
                    out.columns().all().get(column).array(),
                    to,
                    1);
        }
    }
}
