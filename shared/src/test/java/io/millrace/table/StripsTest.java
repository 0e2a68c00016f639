package io.millrace.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StripsTest {
    private static final int[] HOUSEHOLD = {1, 2, 3, 4, 5, 6};
    private static final int[] HOUSEHOLD_SHARES = {4_000, 3_600, 1_300, 800, 200, 100};
    private static final int[] CARRIER = {60, 110, 170, 240, 300};
    private static final int[] CARRIER_SHARES = {2_500, 3_000, 2_500, 1_200, 800};
    private static final int[] RING = {3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 40};
    private static final int[] RING_SHARES = {1_218, 1_134, 1_072, 1_024, 953, 902, 844, 790, 740, 685, 638};

    @Test
    void householdsOfAThousandParties() {
        Strips strips = Strips.of(1_000, PermutationTest.KEY, 10_000, HOUSEHOLD, HOUSEHOLD_SHARES);
        assertThat(strips.groups()).isEqualTo(649);
        assertThat(groupsBySize(strips)).containsExactly("400x1", "180x2", "43x3", "20x4", "5x5", "1x6");
        assertThat(strips.groupsUpTo(2)).isEqualTo(580);
        assertThat(strips.group(0)).isEqualTo(439);
        assertThat(strips.slot(0)).isZero();
        assertThat(strips.size(439)).isEqualTo(2);
        assertThat(strips.group(17)).isEqualTo(633);
        assertThat(strips.slot(17)).isEqualTo(2);
        assertThat(members(strips, 633)).containsExactly(762L, 630L, 17L, 245L);
    }

    @Test
    void carrierGroupsAreCutFromTheLargestDown() {
        assertThat(groupsBySize(Strips.of(1_000, 1, 10_000, CARRIER, CARRIER_SHARES)))
                .containsExactly("5x60", "2x110", "1x170", "1x300", "1x10");
        assertThat(groupsBySize(Strips.of(33_000, 1, 10_000, CARRIER, CARRIER_SHARES)))
                .containsExactly("137x60", "90x110", "49x170", "16x240", "9x300", "1x10");
    }

    @Test
    void ringsOfAHundredThousandParties() {
        assertThat(groupsBySize(Strips.of(100_000, 1, 100, RING, RING_SHARES)))
                .containsExactly(
                        "40x3", "28x4", "21x5", "17x6", "11x8", "9x10", "6x13", "4x17", "3x22", "3x30", "2x40", "1x1");
    }

    @Test
    void everyMemberSitsInTheGroupThatListsIt() {
        for (int n : new int[] {0, 1, 2, 7, 60, 999, 20_000}) {
            for (int share : new int[] {0, 100, 5_500, 10_000}) {
                Strips strips = Strips.of(n, n + share, share, CARRIER, CARRIER_SHARES);
                long members = 0;
                for (long group = 0; group < strips.groups(); group++) {
                    for (int slot = 0; slot < strips.size(group); slot++) {
                        long x = strips.member(group, slot);
                        assertThat(strips.group(x)).isEqualTo(group);
                        assertThat(strips.slot(x)).isEqualTo(slot);
                        members++;
                    }
                }
                assertThat(members).isEqualTo(strips.members()).isEqualTo((long) n * share / 10_000);
                long contained = 0;
                for (long x = 0; x < n; x++) {
                    contained += strips.contains(x) ? 1 : 0;
                    assertThat(strips.group(x) >= 0).isEqualTo(strips.contains(x));
                }
                assertThat(contained).isEqualTo(members);
            }
        }
    }

    @Test
    void refusesClassesThatMakeNoSense() {
        int[] sizes = {2, 3};
        assertThatThrownBy(() -> Strips.of(10, 1, 10_001, sizes, new int[] {5_000, 5_000}))
                .hasMessageContaining("10001");
        assertThatThrownBy(() -> Strips.of(10, 1, 1, sizes, new int[] {5_000, 4_999}))
                .hasMessageContaining("were 9999");
        assertThatThrownBy(() -> Strips.of(10, 1, 1, new int[] {3, 3}, new int[] {5_000, 5_000}))
                .hasMessageContaining("ascend");
        Strips strips = Strips.of(10, 1, 10_000, sizes, new int[] {5_000, 5_000});
        assertThatThrownBy(() -> strips.size(strips.groups())).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> strips.member(0, 2)).hasMessageContaining("no slot 2");
    }

    private static List<String> groupsBySize(Strips strips) {
        List<String> runs = new ArrayList<>();
        long from = 0;
        for (long group = 1; group <= strips.groups(); group++) {
            if (group == strips.groups() || strips.size(group) != strips.size(from)) {
                runs.add(group - from + "x" + strips.size(from));
                from = group;
            }
        }
        return runs;
    }

    private static List<Long> members(Strips strips, long group) {
        List<Long> members = new ArrayList<>();
        for (int slot = 0; slot < strips.size(group); slot++) {
            members.add(strips.member(group, slot));
        }
        return members;
    }
}
