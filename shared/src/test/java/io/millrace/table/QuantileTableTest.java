package io.millrace.table;

import static io.millrace.table.QuantileTable.Shape.NARROW;
import static io.millrace.table.QuantileTable.Shape.WIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.random.Philox2x64;
import io.millrace.random.UnitInterval;
import io.millrace.testing.ForAllSeeds;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class QuantileTableTest {
    private static final QuantileTable NORMAL = QuantileTable.of(WIDE, new StandardNormal());
    private static final Mixture MIXTURE = new Mixture(List.of(
            new Mixture.Component(0.98, new LogNormal(0.80, 0.45)),
            new Mixture.Component(0.02, new LogNormal(4.5, 0.45))));

    @Test
    void standardNormalTablesHaveThePublishedDigests() {
        assertThat(hex(NORMAL)).isEqualTo("6d5d26c9446a00ce0587602b72cc259feaaa754c02e1720ee539fd20634c256a");
        assertThat(hex(QuantileTable.of(NARROW, new StandardNormal())))
                .isEqualTo("6e8bdcef9907786056c05277933910cdab13ed6c8708d0b657edd12744b871e9");
    }

    @Test
    void standardNormalHasThePublishedSamples() {
        assertThat(NORMAL.at(0.25)).isEqualTo(-0x1.5956b87528a49p-1);
        assertThat(NORMAL.at(0.3)).isEqualTo(-0x1.0c7e7c0c30c3bp-1);
        assertThat(NORMAL.at(0.975)).isEqualTo(0x1.f5c03e9e30f26p0);
        assertThat(NORMAL.at(0.5)).isEqualTo(0.0);
        assertThat(Double.doubleToRawLongBits(NORMAL.at(0.5))).isZero();
    }

    @Test
    void sizesAreTheStatedBytes() {
        assertThat(NORMAL.bytes()).isEqualTo(70_176);
        assertThat(QuantileTable.of(NARROW, new StandardNormal()).bytes()).isEqualTo(24_960);
    }

    @Test
    void errorsOfTheLogNormalsStayInTheirBounds() {
        double[] sigmas = {0.45, 0.95, 1.2, 1.67};
        // Stated to two digits; the last half digit is theirs.
        double[] wide = {2.45e-6, 7.35e-6, 1.15e-5, 1.95e-5};
        double[] narrow = {9.55e-6, 2.95e-5, 4.25e-5, 7.45e-5};
        for (int i = 0; i < sigmas.length; i++) {
            LogNormal law = new LogNormal(1, sigmas[i]);
            assertThat(largestError(WIDE, law)).as("WIDE, sigma %s", sigmas[i]).isBetween(wide[i] * 0.9, wide[i]);
            assertThat(largestError(NARROW, law))
                    .as("NARROW, sigma %s", sigmas[i])
                    .isBetween(narrow[i] * 0.9, narrow[i]);
        }
    }

    @Test
    void errorsOfTheExponentialStayInTheirBounds() {
        assertThat(largestError(WIDE, new Exponential(1))).isBetween(5.0e-6, 5.55e-6);
        assertThat(largestError(NARROW, new Exponential(1))).isBetween(2.0e-5, 2.25e-5);
    }

    @Test
    void valuesNeverFall() {
        for (QuantileTable table : List.of(
                NORMAL,
                QuantileTable.of(WIDE, MIXTURE),
                QuantileTable.of(NARROW, new Gamma(2.5, 3)),
                QuantileTable.truncated(NARROW, MIXTURE, 0.08, 25))) {
            double last = Double.NEGATIVE_INFINITY;
            for (double u : grid()) {
                double value = table.at(u);
                assertThat(value).as("at %s", u).isGreaterThanOrEqualTo(last);
                last = value;
            }
        }
    }

    @Test
    void outermostKnotsHoldTheTails() {
        assertThat(NORMAL.at(0x1p-64)).isEqualTo(NORMAL.at(0x1p-35)).isEqualTo(new StandardNormal().quantile(0x1p-35));
        assertThat(NORMAL.at(0x1.fffffffffffffp-1))
                .isEqualTo(NORMAL.at(1 - 0x1p-35))
                .isEqualTo(-NORMAL.at(0x1p-35));
        assertThat(NORMAL.at(0x1.fffffffffffffp-2)).isLessThan(0).isGreaterThan(-1e-15);
    }

    @Test
    void truncatedLawEndsAtItsBoundsWithoutAtoms() {
        QuantileTable table = QuantileTable.truncated(NARROW, MIXTURE, 0.5, 2);
        assertThat(table.at(0x1p-64)).isBetween(0.5, 0.5000001);
        assertThat(table.at(0x1.fffffffffffffp-1)).isBetween(1.999999, 2.0);
        Truncated exact = new Truncated(MIXTURE, 0.5, 2);
        for (double u : new double[] {1e-6, 0.01, 0.3, 0.5, 0.7, 0.99, 1 - 1e-6}) {
            assertThat(table.at(u)).isCloseTo(exact.quantile(u), within(2e-5));
            double inner = MIXTURE.cdf(0.5) + u * (MIXTURE.cdf(2) - MIXTURE.cdf(0.5));
            assertThat(exact.quantile(u)).isCloseTo(MIXTURE.quantile(inner), within(1e-12));
        }
    }

    @Test
    void inverseUndoesTheTable() {
        QuantileTable table = QuantileTable.of(WIDE, MIXTURE);
        for (double u : grid()) {
            if (u > 0x1p-35 && u < 1 - 0x1p-35) {
                double back = table.cdf(table.at(u));
                assertThat(back).as("lower side of %s", u).isCloseTo(u, within(1e-10));
                assertThat(1 - back).as("upper side of %s", u).isCloseTo(1 - u, within(1e-5));
            }
        }
        assertThat(table.cdf(0)).isZero();
        assertThat(table.cdf(1e9)).isEqualTo(1);
    }

    @Test
    void boundsKnownAtRunTimeCutTheLaw() {
        ForAllSeeds.of(200).check(seed -> {
            double low = NORMAL.at(UnitInterval.unit(Philox2x64.x0(seed, 1, 0)) * 0.98);
            double high = low + 0.01 + UnitInterval.unit(Philox2x64.x0(seed, 2, 0));
            double last = low;
            for (double u : new double[] {0x1p-64, 1e-9, 0.1, 0.5, 0.9, 1 - 1e-9, 0x1.fffffffffffffp-1}) {
                double value = NORMAL.within(u, low, high);
                assertThat(value).isBetween(low, high).isGreaterThanOrEqualTo(last);
                double share = (NORMAL.cdf(value) - NORMAL.cdf(low)) / (NORMAL.cdf(high) - NORMAL.cdf(low));
                assertThat(share).isCloseTo(u, Offset.offset(1e-9));
                last = value;
            }
        });
    }

    @Test
    void boundsWithoutMassAreRefused() {
        assertThatThrownBy(() -> NORMAL.within(0.5, 20, 21))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the table has no mass between 20.0 and 21.0");
        assertThatThrownBy(() -> NORMAL.within(0.5, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMillionKeyedDrawsFollowTheLaw() {
        QuantileTable table = QuantileTable.truncated(NARROW, MIXTURE, 0.08, 25);
        Truncated exact = new Truncated(MIXTURE, 0.08, 25);
        int n = 1_000_000;
        double[] drawn = new double[n];
        for (int i = 0; i < n; i++) {
            drawn[i] = table.at(UnitInterval.unit(Philox2x64.x0(42, i, 7)));
        }
        Arrays.sort(drawn);
        double distance = 0;
        for (int i = 0; i < n; i++) {
            double expected = exact.cdf(drawn[i]);
            distance = Math.max(distance, Math.max(expected - (double) i / n, (double) (i + 1) / n - expected));
        }
        // 1.95 is the one-in-a-thousand point of Kolmogorov's law.
        assertThat(distance * Math.sqrt(n)).isLessThan(1.95);
    }

    @Test
    void digestOfARunDependsOnNamesAndTables() {
        TreeMap<String, QuantileTable> tables = new TreeMap<>();
        tables.put("B", NORMAL);
        String one = TablesDigest.of(tables);
        // SHA-256 over 01000000 42 and the table's digest.
        assertThat(one).isEqualTo(hex(QuantileTable.sha256(concat(new byte[] {1, 0, 0, 0, 'B'}, NORMAL.digest()))));
        tables.put("A", QuantileTable.of(NARROW, new Exponential(1)));
        assertThat(TablesDigest.of(tables)).isNotEqualTo(one);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Over u = 1e-7 … 1 - 1e-7, several points per cell. */
    private static double largestError(QuantileTable.Shape shape, Distribution law) {
        QuantileTable table = QuantileTable.of(shape, law);
        double largest = 0;
        for (int octave = 0; octave < 22; octave++) {
            int points = shape.cells() * 8;
            for (int i = 0; i < points; i++) {
                double t = (1 + (i + 0.5) / points) * Math.scalb(1.0, -(octave + 2));
                double below = law.quantile(t);
                double above = law.upperQuantile(t);
                largest = Math.max(largest, Math.abs(table.at(t) / below - 1));
                // 1 - t is not exact, its distance to 1 is.
                double u = 1 - t;
                largest = Math.max(largest, Math.abs(table.at(u) / law.upperQuantile(1 - u) - 1));
                assertThat(above).isGreaterThanOrEqualTo(below);
            }
        }
        return largest;
    }

    private static double[] grid() {
        double[] grid = new double[40_001];
        for (int i = 0; i < grid.length; i++) {
            double logit = (i - 20_000) / 800.0;
            grid[i] = 1 / (1 + StrictMath.exp(-logit));
        }
        return grid;
    }

    private static Percentage within(double relative) {
        return Percentage.withPercentage(100 * relative);
    }

    private static String hex(QuantileTable table) {
        return hex(table.digest());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
