package io.millrace.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testing.ForAllSeeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitIntervalTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0x1p-64",
        "1, 0x1p-63",
        "9007199254740991, 0x1p-11",
        "9007199254740993, 0x1.0000000000001p-11",
        "9223372036854775807, 0x1p-1",
        "9223372036854775808, 0x1p-1",
        "18446744073709549567, 0x1.fffffffffffffp-1",
        "18446744073709551615, 0x1.fffffffffffffp-1"
    })
    void theEdgesOfTheUnitLaw(String x, String expected) {
        assertThat(UnitInterval.unit(Long.parseUnsignedLong(x))).isEqualTo(Double.parseDouble(expected));
    }

    @Test
    void theUnitLawIsTheExactQuotientRoundedOnce() {
        ForAllSeeds.of(20).check(seed -> {
            for (long i = 0; i < 5_000; i++) {
                long x = Philox2x64.x0(seed, i, 0) >>> (i % 64);
                BigDecimal exact = new BigDecimal(new BigInteger(Long.toUnsignedString(x)).add(BigInteger.ONE))
                        .divide(new BigDecimal(BigInteger.ONE.shiftLeft(64)));
                double rounded = exact.doubleValue();
                assertThat(UnitInterval.unit(x)).isEqualTo(rounded == 1.0 ? 0x1.fffffffffffffp-1 : rounded);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"0.02, 051eb851eb851eb8", "0.5, 8000000000000000", "0.54, 8a3d70a3d70a3d70"})
    void thresholdsComeFromTheDecimalText(String probability, String expected) {
        assertThat(UnitInterval.threshold(new BigDecimal(probability)).longValue())
                .isEqualTo(Long.parseUnsignedLong(expected, 16));
    }

    @Test
    void certaintyAlwaysAndImpossibilityNever() {
        assertThat(Coin.of(BigDecimal.ONE).success(-1L)).isTrue();
        assertThat(Coin.of(BigDecimal.ZERO).success(0)).isFalse();
        assertThat(Coin.of(new BigDecimal("0.5")).success(Long.MIN_VALUE - 1)).isTrue();
        assertThat(Coin.of(new BigDecimal("0.5")).success(Long.MIN_VALUE)).isFalse();
        assertThatThrownBy(() -> Coin.of(new BigDecimal("1.01"))).hasMessageContaining("0..1");
    }

    @ParameterizedTest
    @CsvSource({"5555555555555555,0", "5555555555555556,1", "aaaaaaaaaaaaaaab,2"})
    void integersBelowThree(String x, long expected) {
        assertThat(UnitInterval.below(Long.parseUnsignedLong(x, 16), 3)).isEqualTo(expected);
    }
}
