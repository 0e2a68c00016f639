package io.millrace.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowDigestTest {
    @Test
    void theHashAgreesWithThePublishedVectors() {
        assertThat(digestOf(new byte[0])).isEqualTo("99aa06d3014798d86001c324468d497f");
        assertThat(digestOf("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo("06b05ab6733a618578af5f94892f3950");
        ByteBuffer words = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        words.putLong(0xf000000000000001L).putLong(1);
        assertThat(digestOf(words.array())).isEqualTo("5be1baa6244138de5f175546bdf827f5");
        byte[] ramp = new byte[300];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) i;
        }
        assertThat(digestOf(ramp)).isEqualTo("a699035354fc0bebd44052f5a3485425");
    }

    @Test
    void theEmptySetIsAllZeros() {
        assertThat(new RowDigest().hex()).isEqualTo("0".repeat(32));
        assertThat(RowDigest.sum(List.of())).isEqualTo("0".repeat(32));
    }

    @Test
    void theSumCarriesIntoTheHighWordAndWrapsAround() {
        assertThat(RowDigest.sum(List.of("0000000000000000ffffffffffffffff", "00000000000000000000000000000001")))
                .isEqualTo("00000000000000010000000000000000");
        assertThat(RowDigest.sum(List.of("ffffffffffffffffffffffffffffffff", "00000000000000000000000000000002")))
                .isEqualTo("00000000000000000000000000000001");
    }

    @Test
    void orderDoesNotMatterAndDuplicatesDoNotCancel() {
        RowDigest ab = new RowDigest();
        ab.addRow(new byte[] {1, 2, 3}, 0, 3);
        ab.addRow(new byte[] {9, 9, 4, 9}, 2, 1);
        RowDigest ba = new RowDigest();
        ba.addRow(new byte[] {4}, 0, 1);
        ba.addRow(new byte[] {0, 1, 2, 3}, 1, 3);
        assertThat(ab.hex()).isEqualTo(ba.hex());
        ab.addRow(new byte[] {4}, 0, 1);
        ba.addRow(new byte[] {4}, 0, 1);
        ba.addRow(new byte[] {4}, 0, 1);
        assertThat(ab.hex()).isNotEqualTo(ba.hex());
    }

    @Test
    void textsOtherThanADigestAreRefused() {
        assertThatThrownBy(() -> RowDigest.parse("12"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row digest has 32 hex digits, was 12");
        assertThatThrownBy(() -> RowDigest.parse("g".repeat(32)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be 16 lower-case hex digits");
    }

    private static String digestOf(byte[] row) {
        RowDigest digest = new RowDigest();
        digest.addRow(row, 0, row.length);
        return digest.hex();
    }
}
