package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DatasetTotalsTest {
    @Test
    void digestsAddWithCarryAndWrap() {
        DatasetTotals totals = new DatasetTotals("events");
        totals.add(2, "7dd33a9e30b36efc73d1032da1225873", Map.of(), Map.of(), 5, 9);
        totals.add(1, "c00adb2b091de5fc2d3d2ef5eff0ff5e", Map.of(), Map.of(), 1, 2);
        totals.add(1, "3ffa4cdf62646d8df9476fd0f76af03e", Map.of(), Map.of(), 7, 30);
        assertThat(totals.rowDigest()).isEqualTo("7dd862a89c35c2869a55a1f4887e480f");
        assertThat(totals.rows()).isEqualTo(4);
        assertThat(totals.tsMinMicros()).isEqualTo(1);
        assertThat(totals.tsMaxMicros()).isEqualTo(30);
    }

    @Test
    void linksAndCountersAddModuloTwoToTheSixtyFour() {
        DatasetTotals totals = new DatasetTotals("anchors");
        totals.add(
                1,
                "0".repeat(32),
                Map.of("flow", "ffffffffffffffff:0000000000000001"),
                Map.of("amount_minor", "9223372036854775807"),
                0,
                0);
        totals.add(
                1,
                "0".repeat(32),
                Map.of("flow", "0000000000000002:0000000000000003"),
                Map.of("amount_minor", "18446744073709551615"),
                0,
                0);
        assertThat(totals.link("flow")).isEqualTo("0000000000000001:0000000000000004");
        assertThat(totals.counter("amount_minor")).isEqualTo(9223372036854775806L);
    }

    @Test
    void theEmptySetIsZeros() {
        DatasetTotals totals = new DatasetTotals("anchors");
        assertThat(totals.rowDigest()).isEqualTo("0".repeat(32));
        assertThat(totals.link("flow")).isEqualTo("0".repeat(16) + ":" + "0".repeat(16));
        assertThat(totals.counter("anything")).isZero();
    }

    @Test
    void aShortDigestIsRefused() {
        assertThatThrownBy(() -> new DatasetTotals("x").add(1, "abc", Map.of(), Map.of(), 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row digest has 32 hex digits, was abc");
    }
}
