package io.millrace.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.policy.PopulationPolicy;
import io.millrace.random.Philox2x64;
import io.millrace.table.Permutation;
import io.millrace.testing.PolicyFiles;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActivityCellTest {
    private static final long KEY = 0x0123456789ABCDEFL;
    private static final PopulationPolicy POPULATION =
            PopulationPolicy.of(PolicyFiles.shippedAt("layer3/6A/population_6A.yaml"));
    private static final List<Integer> SHARES = POPULATION.activity().shares();

    @Test
    void theWorkedExampleOfAThousandParties() {
        long[] bounds = ActivityCell.bounds(1_000, 0, SHARES);
        assertThat(bounds).containsExactly(0, 1, 5, 10, 20, 50, 100, 150, 200, 300, 400, 500, 600, 750, 1_000);
        long mass = 0;
        for (int strip = 0; strip < SHARES.size(); strip++) {
            mass += (bounds[strip + 1] - bounds[strip])
                    * POPULATION.activity().weights().get(strip);
        }
        assertThat(mass).isEqualTo(1_004_000);
        long rank = bounds[4] + Philox2x64.umulh(0x8000000000000000L, bounds[5] - bounds[4]);
        assertThat(rank).isEqualTo(35);
        long index = ActivityCell.of(1_000, KEY, SHARES).place(rank);
        assertThat(index).isEqualTo(709);
        assertThat(Permutation.of(1_000, 0xFEDCBA9876543210L, 6).apply(index)).isEqualTo(156);
    }

    @Test
    void aCellOfOnePartyIsInItsStripAsOftenAsTheShareSays() {
        int dormant = 0;
        for (int shift = 0; shift < 10_000; shift++) {
            long[] bounds = ActivityCell.bounds(1, shift, SHARES);
            dormant += bounds[13] == 0 ? 1 : 0;
        }
        assertThat(dormant).isEqualTo(2_500);
    }

    @Test
    void rankAndPlaceAreInverseAndStripsHoldTheirBounds() {
        for (long n : new long[] {1, 2, 13, 700}) {
            ActivityCell cell = ActivityCell.of(n, KEY + n, SHARES);
            long[] members = new long[SHARES.size()];
            for (long place = 0; place < n; place++) {
                long rank = cell.rank(place);
                assertThat(cell.place(rank)).isEqualTo(place);
                members[cell.stripOfRank(rank)]++;
            }
            for (int strip = 0; strip < SHARES.size(); strip++) {
                assertThat(members[strip]).isEqualTo(cell.members(strip));
                assertThat((double) members[strip]).isCloseTo(n * SHARES.get(strip) / 1e4, within(1.0));
            }
        }
    }
}
