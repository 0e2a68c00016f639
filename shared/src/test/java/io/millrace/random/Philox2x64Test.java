package io.millrace.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.ForAllSeeds;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Philox2x64Test {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    @ParameterizedTest
    @CsvSource({
        "0000000000000000,0000000000000000,0000000000000000,ca00a0459843d731,66c24222c9a845b5",
        "ffffffffffffffff,ffffffffffffffff,ffffffffffffffff,65b021d60cd8310f,4d02f3222f86df20",
        "243f6a8885a308d3,13198a2e03707344,a4093822299f31d0,0a5e742c2997341c,b0f883d38000de5d",
        // hi 12345, lo 3, key 1111111111111111
        "0000000000000003,0000000000003039,1111111111111111,341f08d56d101edf,3df5675cfb2a7dd3"
    })
    void reproducesThePublishedKnownAnswers(String lo, String hi, String key, String x0, String x1) {
        long[] lanes = new long[2];
        Philox2x64.block(word(key), word(hi), word(lo), lanes);
        assertThat(Long.toHexString(lanes[0])).isEqualTo(strip(x0));
        assertThat(Long.toHexString(lanes[1])).isEqualTo(strip(x1));
        assertThat(Philox2x64.x0(word(key), word(hi), word(lo))).isEqualTo(lanes[0]);
        assertThat(Philox2x64.x1(word(key), word(hi), word(lo))).isEqualTo(lanes[1]);
    }

    @Test
    void theHighWordIsThatOfTheExactProduct() {
        ForAllSeeds.of(500).check(seed -> {
            long a = Philox2x64.x0(seed, 1, 2);
            long b = Philox2x64.x1(seed, 3, 4);
            BigInteger exact = unsigned(a).multiply(unsigned(b)).shiftRight(64);
            assertThat(Philox2x64.umulh(a, b)).isEqualTo(exact.longValue());
        });
    }

    private static BigInteger unsigned(long word) {
        return word < 0 ? BigInteger.valueOf(word).add(TWO_64) : BigInteger.valueOf(word);
    }

    private static long word(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }

    private static String strip(String hex) {
        return Long.toHexString(word(hex));
    }
}
