package io.millrace.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.slab.ArrivalSlab;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HourRowsTest {
    private static final long LARGE = Long.parseUnsignedLong("11400714819323198485");
    private final ArrivalOrdinals ordinals = new ArrivalOrdinals(new long[] {7, LARGE}, new short[] {-1, 0, 1});

    private static ForeignArrival row(long micros, long merchant, long seq, long site, int zone) {
        ForeignArrival row = new ForeignArrival();
        row.tsMicros = micros;
        row.merchantId = merchant;
        row.arrivalSeq = seq;
        row.siteId = site;
        row.edgeId = site == 0 ? 99 : 0;
        row.isVirtual = site == 0;
        row.zone = (short) zone;
        row.tzidPrimary = (short) zone;
        row.tzidSettlement = ZoneVocabulary.ABSENT;
        row.tzidOperational = 2;
        return row;
    }

    @Test
    void rowsComeInTotalOrderWithUnsignedMerchantsWhateverTheOrderOfArrival() {
        List<ForeignArrival> rows = new ArrayList<>(
                List.of(row(5, LARGE, 1, 3, 1), row(5, 7, 2, 3, 1), row(5, 7, 1, 3, 1), row(4, LARGE, 9, 3, 1)));
        ArrivalSlab slab = new ArrivalSlab(8);
        for (int turn = 0; turn < rows.size(); turn++) {
            Collections.rotate(rows, 1);
            assertThat(new HourRows(rows, ordinals).fill(0, slab)).isEqualTo(4);
            assertThat(slab.tsMicros).startsWith(4, 5, 5, 5);
            assertThat(slab.merchantId).startsWith(LARGE, 7, 7, LARGE);
            assertThat(slab.arrivalSeq).startsWith(9, 1, 2, 1);
            assertThat(slab.merchantOrdinal).startsWith(1, 0, 0, 1);
        }
    }

    @Test
    void placesAreSitesOfOneMerchantOrItsVirtualPartInOneZone() {
        HourRows rows = new HourRows(
                List.of(
                        row(1, 7, 1, 3, 1),
                        row(2, 7, 2, 3, 2),
                        row(3, 7, 3, 4, 1),
                        row(4, LARGE, 4, 3, 1),
                        row(5, 7, 5, 0, 1),
                        row(6, 7, 6, 0, 1),
                        row(7, 7, 7, 0, 2)),
                ordinals);
        ArrivalSlab slab = new ArrivalSlab(8);
        rows.fill(0, slab);
        assertThat(slab.bucketCount)
                .as("site 3 of merchant 7 twice, elsewhere once, zone 1 twice")
                .startsWith(2, 2, 1, 1, 2, 2, 1);
        assertThat(slab.zoneBucketCount).as("whatever the merchant").startsWith(5, 2, 5, 5, 5, 5, 2);
        assertThat(slab.zoneOrdinal).startsWith(0, 1, 0, 0, 0, 0, 1);
        assertThat(slab.tzidSettlement).startsWith(new short[] {-1, -1});
        assertThat(slab.tzidOperational).startsWith(new short[] {1, 1});
        assertThat(slab.visitSlot).startsWith(-1, -1);
    }

    @Test
    void slabSizeDoesNotChangeRows() {
        List<ForeignArrival> arrivals = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            arrivals.add(row(100 - i, 7, i + 1, 3, 1));
        }
        HourRows rows = new HourRows(arrivals, ordinals);
        assertThat(rows.size()).isEqualTo(10);
        ArrivalSlab slab = new ArrivalSlab(4);
        List<String> described = new ArrayList<>();
        for (int next = rows.fill(0, slab); slab.size > 0; next = rows.fill(next, slab)) {
            for (int row = 0; row < slab.size; row++) {
                described.add(slab.describe(row));
            }
        }
        ArrivalSlab whole = new ArrivalSlab(16);
        rows.fill(0, whole);
        for (int row = 0; row < 10; row++) {
            assertThat(described.get(row)).isEqualTo(whole.describe(row));
        }
        assertThat(described).hasSize(10);
    }
}
