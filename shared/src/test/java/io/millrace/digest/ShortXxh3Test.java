package io.millrace.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.millrace.testing.ForAllSeeds;
import org.junit.jupiter.api.Test;

class ShortXxh3Test {
    @Test
    void everyShortLengthAgreesWithTheLibrary() {
        ShortXxh3 own = new ShortXxh3();
        ForAllSeeds.of(20).check(seed -> {
            byte[] bytes = new byte[ShortXxh3.LENGTH_MAX + 16];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) ((seed * 0x9E3779B97F4A7C15L + i * 0xBF58476D1CE4E5B9L) >>> 31);
            }
            for (int length = ShortXxh3.LENGTH_MIN; length <= ShortXxh3.LENGTH_MAX; length++) {
                int offset = length % 7;
                own.hash(bytes, offset, length);
                HashValue128 library = Hashing.xxh3_128().hashBytesTo128Bits(bytes, offset, length);
                assertThat(own.high()).as("length %s", length).isEqualTo(library.getMostSignificantBits());
                assertThat(own.low()).as("length %s", length).isEqualTo(library.getLeastSignificantBits());
            }
        });
    }
}
