package io.millrace.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AliasTableTest {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    @Test
    void buildsTheTableOfTheRandomLaw() {
        AliasTable table = AliasTable.of(new long[] {5, 0, 0, 1, 2, 9});
        long[] thresholds = {0xc3c3c3c3c3c3c3c3L, 0, 0, 0x5a5a5a5a5a5a5a5aL, 0xb4b4b4b4b4b4b4b4L, -1L};
        int[] aliases = {5, 0, 5, 5, 5, 5};
        for (int i = 0; i < 6; i++) {
            assertThat(table.threshold(i)).as("threshold %d", i).isEqualTo(thresholds[i]);
            assertThat(table.alias(i)).as("alias %d", i).isEqualTo(aliases[i]);
        }
        assertThat(table.pick(0x123456789abcdef0L)).isEqualTo(0);
        assertThat(table.pick(0x8000000000000000L)).isEqualTo(3);
        assertThat(table.pick(0xc000000000000001L)).isEqualTo(4);
        assertThat(table.pick(-1L)).isEqualTo(5);
    }

    @Test
    void buildsTheTableOfTheWorldDesign() {
        AliasTable table = AliasTable.of(new long[] {18_000, 41_600, 38_500, 61_000});
        long[] thresholds = {0x73da06c20d31b83cL, 0x7f99054f53827e78L, 0xf7cb391f0dffad9dL, -1L};
        int[] aliases = {1, 3, 3, 3};
        for (int i = 0; i < 4; i++) {
            assertThat(table.threshold(i)).as("threshold %d", i).isEqualTo(thresholds[i]);
            assertThat(table.alias(i)).as("alias %d", i).isEqualTo(aliases[i]);
        }
        assertThat(table.pick(0)).isEqualTo(0);
        assertThat(table.pick(0x3fffffffffffffffL)).isEqualTo(1);
        assertThat(table.pick(0x8000000000000001L)).isEqualTo(2);
        assertThat(table.pick(-1L)).isEqualTo(3);
    }

    @Test
    void probabilitiesAreTheMassesWithinOneInTwoToThe63() {
        for (int seed = 1; seed <= 400; seed++) {
            long[] masses = masses(seed);
            AliasTable table = AliasTable.of(masses);
            int n = masses.length;
            BigInteger[] share = new BigInteger[n];
            java.util.Arrays.fill(share, BigInteger.ZERO);
            BigInteger sum = BigInteger.ZERO;
            for (int i = 0; i < n; i++) {
                sum = sum.add(BigInteger.valueOf(masses[i]));
                BigInteger own = new BigInteger(Long.toUnsignedString(table.threshold(i)));
                share[i] = share[i].add(own);
                share[table.alias(i)] = share[table.alias(i)].add(TWO_64.subtract(own));
            }
            for (int i = 0; i < n; i++) {
                // share / (n 2^64) against mass / sum, both times n 2^64 sum
                BigInteger difference = share[i].multiply(sum)
                        .subtract(BigInteger.valueOf(masses[i])
                                .multiply(BigInteger.valueOf(n))
                                .multiply(TWO_64));
                assertThat(difference.abs())
                        .as("seed %d index %d", seed, i)
                        .isLessThanOrEqualTo(sum.multiply(BigInteger.valueOf(2L * n)));
                if (masses[i] == 0) {
                    assertThat(share[i].signum()).isZero();
                }
            }
        }
    }

    @Test
    void refusesMassesItCannotHold() {
        assertThatThrownBy(() -> AliasTable.of(new long[] {0, 0})).hasMessageContaining("all 2 are 0");
        assertThatThrownBy(() -> AliasTable.of(new long[] {1, -1})).hasMessageContaining("mass 1");
        assertThatThrownBy(() -> AliasTable.of(new long[] {1, Long.MAX_VALUE})).hasMessageContaining("mass 1");
    }

    @Test
    void groupPickFollowsTheVectors() {
        GroupPick pick = new GroupPick(4);
        pick.add(0, 0);
        pick.add(600_000, 2);
        pick.add(50_000, 0);
        pick.add(300_000, 3);
        assertThat(pick.candidates()).isEqualTo(5);
        String[] words = {"123456789abcdef0", "aaaaaaaaaaaaaaab", "ffffffffffffffff"};
        int[] groups = {1, 3, 3};
        int[] members = {1, 0, 2};
        for (int i = 0; i < 3; i++) {
            pick.pick(HexFormat.fromHexDigitsToLong(words[i]));
            assertThat(pick.group()).as(words[i]).isEqualTo(groups[i]);
            assertThat(pick.member()).as(words[i]).isEqualTo(members[i]);
        }
    }

    @Test
    void groupPickWithoutWeightIsRefused() {
        GroupPick pick = new GroupPick(1);
        pick.add(0, 3);
        assertThatThrownBy(() -> pick.pick(1)).isInstanceOf(IllegalStateException.class);
    }

    private static long[] masses(int seed) {
        java.util.SplittableRandom random = new java.util.SplittableRandom(seed);
        long[] masses = new long[1 + random.nextInt(257)];
        for (int i = 0; i < masses.length; i++) {
            masses[i] = random.nextInt(4) == 0 ? 0 : random.nextLong(seed % 2 == 0 ? 10 : 1L << 32);
        }
        masses[0]++;
        return masses;
    }
}
