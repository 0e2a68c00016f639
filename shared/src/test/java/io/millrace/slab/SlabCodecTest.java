package io.millrace.slab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SlabCodecTest {
    @Test
    void everyKindComesBackRowByRow() throws IOException {
        SlabCodec codec = new SlabCodec();
        for (SlabKind kind : SlabKind.values()) {
            for (int size : new int[] {0, 1, 7, 256}) {
                Slab slab = filled(kind, size);
                byte[] bytes = bytes(codec, slab);
                Slab read = codec.read(new DataInputStream(new ByteArrayInputStream(bytes)));
                assertSameRows(read, slab);
                assertSameRows(SlabCodec.copyOf(slab), slab);
                ByteArrayOutputStream copied = new ByteArrayOutputStream();
                codec.copy(new DataInputStream(new ByteArrayInputStream(bytes)), new DataOutputStream(copied));
                assertThat(copied.toByteArray()).isEqualTo(bytes);
            }
        }
    }

    @Test
    void bytesAreLittleEndianBehindATenByteHeader() throws IOException {
        AccountingSlab slab = new AccountingSlab(1);
        slab.bucket = 3;
        slab.addRow();
        slab.evaluations[0] = 0x0102;
        byte[] bytes = bytes(new SlabCodec(), slab);
        assertThat(bytes).startsWith(SlabKind.ACCOUNTING.ordinal(), 1, 3, 0, 0, 0, 1, 0, 0, 0);
        assertThat(bytes).hasSize(10 + 3 + 3 * 8);
        assertThat(bytes[13]).isEqualTo((byte) 2);
        assertThat(bytes[14]).isEqualTo((byte) 1);
    }

    @Test
    void otherBytesAreRefused() {
        byte[] noSlab = {99, 1, 0, 0, 0, 0, 0, 0, 0, 0};
        assertThatThrownBy(() -> new SlabCodec().read(new DataInputStream(new ByteArrayInputStream(noSlab))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was kind 99");
    }

    private static Slab filled(SlabKind kind, int size) {
        Slab slab = kind.empty(Math.max(1, size));
        slab.bucket = 5;
        for (int row = 0; row < size; row++) {
            slab.addRow();
            int column = 0;
            for (Columns.Column cells : slab.columns().all()) {
                long value = KeyBucket.mix64(31L * row + column++);
                switch (cells.kind()) {
                    case I64, U64, TS -> ((long[]) cells.array())[row] = value;
                    case I32, U32 -> ((int[]) cells.array())[row] = (int) value;
                    case CC, CUR, ZONE -> ((short[]) cells.array())[row] = (short) (value & 511);
                    case ENUM, WORD -> ((byte[]) cells.array())[row] = 1;
                    case BOOL -> ((boolean[]) cells.array())[row] = value < 0;
                    case STR ->
                        ((String[]) cells.array())[row] = cells.nullable() && value < 0 ? null : "v\u00e9 " + value;
                }
            }
        }
        return slab;
    }

    private static void assertSameRows(Slab actual, Slab expected) {
        assertThat(actual.kind()).isEqualTo(expected.kind());
        assertThat(actual.bucket).isEqualTo(expected.bucket);
        assertThat(actual.size).isEqualTo(expected.size);
        for (int row = 0; row < expected.size; row++) {
            assertThat(actual.describe(row)).isEqualTo(expected.describe(row));
        }
    }

    private static byte[] bytes(SlabCodec codec, Slab slab) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        codec.write(slab, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
