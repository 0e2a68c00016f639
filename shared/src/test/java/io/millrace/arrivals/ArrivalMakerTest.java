package io.millrace.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.ChannelUpstream;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.slab.ArrivalSlab;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalMakerTest {
    private static final int START = OwnWorld.hourOf("2026-01-01");
    private static final ArrivalPlan TINY = OwnWorld.plan("tiny", 42);
    private static final ArrivalPlan SLICED = OwnWorld.plan("tiny", 42, OwnWorld.slicedArrivals());

    @Test
    void rowsDoNotDependOnTheNumberOfShards() {
        for (ArrivalPlan plan : List.of(TINY, SLICED)) {
            for (int t = START + 10; t < START + 20; t++) {
                List<String> whole = rows(plan, t);
                assertThat(whole).isNotEmpty();
                for (int shards : new int[] {3, 7, 128}) {
                    List<String> parts = new ArrayList<>();
                    ArrivalMaker maker = maker(plan);
                    for (int shard = 0; shard < shards; shard++) {
                        parts.addAll(OwnWorld.rows(maker, plan.unitsOf(shard, shards), t, START));
                    }
                    assertThat(parts).containsExactlyInAnyOrderElementsOf(whole);
                }
            }
        }
        assertThat(slices(TINY)).isEqualTo(1);
        assertThat(slices(SLICED)).isGreaterThan(1);
    }

    /** A change of the clocks, New Year and a leap day lie in the windows. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01", "2026-03-20", "2026-12-24", "2028-02-22"})
    void threeDaysInsideFourteenAreTheSameRowsButTheBucket(String start) {
        int first = OwnWorld.hourOf(start);
        ArrivalUnits all = TINY.allUnits();
        ArrivalMaker longWalk = maker(TINY);
        Map<Integer, List<String>> fourteen = new HashMap<>();
        for (int t = first; t < first + 14 * 24; t++) {
            fourteen.put(t, OwnWorld.rows(longWalk, all, t, first));
        }
        for (int day = 0; day < 12; day++) {
            int from = first + day * 24 + day * 5 % 24;
            ArrivalMaker shortWalk = maker(TINY);
            for (int t = from; t < Math.min(from + 72, first + 14 * 24); t++) {
                int bucket = t - from;
                int bucketOfLong = t - first;
                assertThat(OwnWorld.rows(shortWalk, all, t, from))
                        .allMatch(row -> row.contains(" bucket_index=" + bucket + " "))
                        .extracting(row ->
                                row.replace(" bucket_index=" + bucket + " ", " bucket_index=" + bucketOfLong + " "))
                        .isEqualTo(fourteen.get(t));
            }
        }
    }

    @Test
    void anHourAloneIsTheHourAfterAWalkAlsoBackwards() {
        int late = 720 * ((START + 400) / 720) + 700;
        ArrivalMaker walk = maker(TINY);
        for (int t = late - 30; t < late; t++) {
            walk.make(TINY.allUnits(), t);
        }
        List<String> after = OwnWorld.rows(walk, TINY.allUnits(), late, START);
        assertThat(rows(TINY, late)).isEqualTo(after);
        OwnWorld.rows(walk, TINY.allUnits(), late + 40, START);
        assertThat(OwnWorld.rows(walk, TINY.allUnits(), late, START)).isEqualTo(after);
    }

    @Test
    void anotherSeedIsAnotherStream() {
        assertThat(rows(OwnWorld.plan("tiny", 43), START + 12)).isNotEqualTo(rows(TINY, START + 12));
    }

    @Test
    void rowsComeInTotalOrderAndSequencesGrowWithTime() {
        for (ArrivalPlan plan : List.of(TINY, SLICED)) {
            ArrivalMaker maker = maker(plan);
            Map<Integer, Long> sequence = new HashMap<>();
            Map<Integer, Long> time = new HashMap<>();
            for (int t = START; t < START + 72; t++) {
                long from = (CivilTime.EPOCH_HOUR + t) * Horizon.MICROS_PER_HOUR;
                ArrivalSlab slab = hour(maker, plan, t);
                for (int row = 0; row < slab.size; row++) {
                    assertThat(slab.tsMicros[row]).isBetween(from, from + Horizon.MICROS_PER_HOUR - 1);
                    if (row > 0) {
                        assertThat(ORDER.compare(new Key(slab, row - 1), new Key(slab, row)))
                                .isNegative();
                    }
                    int merchant = slab.merchantOrdinal[row];
                    assertThat(slab.arrivalSeq[row])
                            .isGreaterThan(sequence.getOrDefault(merchant, 0L))
                            .isLessThan(1L << 40);
                    assertThat(slab.tsMicros[row]).isGreaterThanOrEqualTo(time.getOrDefault(merchant, 0L));
                    sequence.put(merchant, slab.arrivalSeq[row]);
                    time.put(merchant, slab.tsMicros[row]);
                }
            }
        }
    }

    @Test
    void countsOfPlacesZonesAndDrawsAreThoseOfTheRows() {
        for (ArrivalPlan plan : List.of(TINY, SLICED)) {
            ArrivalMaker maker = maker(plan);
            DrawLedger before = new DrawLedger();
            long arrivals = 0;
            long visits = 0;
            for (int t = START; t < START + 48; t++) {
                ArrivalSlab slab = hour(maker, plan, t);
                Map<String, Integer> places = new HashMap<>();
                Map<Integer, Integer> zones = new TreeMap<>();
                Map<String, Integer> sizes = new HashMap<>();
                for (int row = 0; row < slab.size; row++) {
                    places.merge(place(slab, row), 1, Integer::sum);
                    zones.merge(slab.zoneOrdinal[row], 1, Integer::sum);
                    sizes.merge(slab.merchantOrdinal[row] + "/" + slab.visitSlot[row], 1, Integer::sum);
                }
                for (int row = 0; row < slab.size; row++) {
                    assertThat(slab.bucketCount[row]).isEqualTo(places.get(place(slab, row)));
                    assertThat(slab.zoneBucketCount[row]).isEqualTo(zones.get(slab.zoneOrdinal[row]));
                }
                int[] byShards = new int[plan.places.zones()];
                HourCounts pass = new HourCounts(plan);
                for (int shard = 0; shard < 5; shard++) {
                    pass.count(t, plan.unitsOf(shard, 5), byShards);
                }
                for (int zone = 0; zone < byShards.length; zone++) {
                    assertThat(byShards[zone]).isEqualTo(zones.getOrDefault(zone, 0));
                }
                arrivals += slab.size;
                visits += sizes.size();
            }
            DrawLedger ledger = maker.ledger();
            assertThat(before.evaluations(Decision.VISIT)).isZero();
            assertThat(ledger.evaluations(Decision.VISIT)).isEqualTo(visits);
            assertThat(ledger.evaluations(Decision.HEAD)).isEqualTo(visits);
            assertThat(ledger.evaluations(Decision.GAP)).isEqualTo(arrivals - visits);
            assertThat(ledger.evaluations(Decision.COUNT)).isEqualTo(48L * plan.rows());
            assertThat(ledger.evaluations(Decision.TILT)).isBetween(1L, visits);
        }
    }

    @Test
    void aRowIsRoutedToOneSiteOrOneEdgeOfItsMerchant() {
        ArrivalSlab slab = hour(maker(TINY), TINY, START + 18);
        assertThat(slab.size).isPositive();
        for (int row = 0; row < slab.size; row++) {
            int channel = slab.channelUpstream[row];
            boolean virtual = channel == ChannelUpstream.ECOM.code() || channel == ChannelUpstream.BANK_RAIL.code();
            assertThat(slab.isVirtual[row]).isEqualTo(virtual);
            assertThat(slab.siteId[row] == 0).isEqualTo(virtual);
            assertThat(slab.edgeId[row] == 0).isEqualTo(!virtual);
            assertThat(slab.tzidOperational[row] == -1).isEqualTo(!virtual);
            assertThat(slab.tzidPrimary[row]).isEqualTo((short) slab.zoneOrdinal[row]);
            if (!virtual) {
                int site = siteOrdinal(slab.siteId[row]);
                int branch = TINY.merchants.branchOf(site);
                assertThat(TINY.merchants.merchantOf(branch)).isEqualTo(slab.merchantOrdinal[row]);
                assertThat(TINY.places.zoneOf(TINY.merchants.siteCell(site))).isEqualTo(slab.zoneOrdinal[row]);
                assertThat(TINY.places.iso(TINY.merchants.countryOf(branch))).isEqualTo(slab.legalCountry[row]);
            }
        }
    }

    @Test
    void visitsStayAtOnePlaceAndRowsKeepTheWeeklyVolume() {
        ArrivalSlab slab = hour(maker(TINY), TINY, START + 18);
        Map<String, String> placeOfVisit = new HashMap<>();
        for (int row = 0; row < slab.size; row++) {
            String place = slab.siteId[row] + "/" + slab.edgeId[row];
            String first = placeOfVisit.putIfAbsent(slab.merchantOrdinal[row] + "/" + slab.visitSlot[row], place);
            assertThat(first == null || first.equals(place)).isTrue();
        }
        for (ArrivalPlan plan : List.of(TINY, SLICED)) {
            double rows = 0;
            double branches = 0;
            for (int row = 0; row < plan.rows(); row++) {
                rows += plan.weekly(row);
            }
            for (int branch = 0; branch < plan.merchants.branches(); branch++) {
                branches += plan.merchants.weekly(branch);
            }
            assertThat(rows).isCloseTo(branches, org.assertj.core.data.Percentage.withPercentage(1e-9));
        }
    }

    private record Key(long micros, long merchantId, long sequence) {
        Key(ArrivalSlab slab, int row) {
            this(slab.tsMicros[row], slab.merchantId[row], slab.arrivalSeq[row]);
        }
    }

    private static final Comparator<Key> ORDER = Comparator.comparingLong(Key::micros)
            .thenComparing(Key::merchantId, Long::compareUnsigned)
            .thenComparingLong(Key::sequence);

    private static int siteOrdinal(long id) {
        for (int site = 0; site < TINY.merchants.sites(); site++) {
            if (TINY.merchants.siteId(site) == id) {
                return site;
            }
        }
        throw new AssertionError("no site " + Long.toUnsignedString(id));
    }

    private static String place(ArrivalSlab slab, int row) {
        return slab.merchantOrdinal[row] + "/"
                + (slab.isVirtual[row] ? "zone" + slab.zoneOrdinal[row] : "site" + slab.siteId[row]);
    }

    private static int slices(ArrivalPlan plan) {
        int most = 0;
        for (int merchant = 0; merchant < plan.merchants.merchants(); merchant++) {
            most = Math.max(most, plan.slices(merchant));
        }
        return most;
    }

    private static ArrivalMaker maker(ArrivalPlan plan) {
        return new ArrivalMaker(plan, new HourCounts(plan));
    }

    private static List<String> rows(ArrivalPlan plan, int t) {
        return OwnWorld.rows(maker(plan), plan.allUnits(), t, START);
    }

    private static ArrivalSlab hour(ArrivalMaker maker, ArrivalPlan plan, int t) {
        ArrivalSlab slab = new ArrivalSlab(4096);
        maker.make(plan.allUnits(), t);
        assertThat(maker.fill(0, START, slab)).isEqualTo(maker.size());
        return slab;
    }
}
