package io.millrace.job.sinks.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.slab.KeyBucket;
import io.millrace.testing.ForAllSeeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.junit.jupiter.api.Test;

/** Packed bytes against parquet-java's decoders. */
class PackingTest {
    private static final int[] COUNTS = {1, 2, 7, 8, 9, 31, 32, 33, 34, 127, 128, 129, 130, 257, 1_000};

    @Test
    void runsAndGroupsComeBack() {
        ForAllSeeds.of(60).check(seed -> {
            int width = 1 + (int) (seed % 20);
            int count = COUNTS[(int) (seed % COUNTS.length)];
            int[] values = new int[count];
            long noise = seed;
            for (int at = 0; at < count; ) {
                noise = KeyBucket.mix64(noise);
                int value = (int) (noise & ((1 << width) - 1));
                int run = (noise >>> 40 & 3) == 0 ? (int) (noise >>> 50 & 127) + 1 : 1;
                for (int i = 0; i < run && at < count; i++) {
                    values[at++] = value;
                }
            }
            Bytes out = new Bytes(1);
            RunLengths.write(values, count, width, out);
            RunLengthBitPackingHybridDecoder decoder =
                    new RunLengthBitPackingHybridDecoder(width, new ByteArrayInputStream(out.array, 0, out.length));
            try {
                for (int i = 0; i < count; i++) {
                    assertThat(decoder.readInt()).as("value %s", i).isEqualTo(values[i]);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void longDifferencesOfEveryWidthComeBack() {
        DeltaPacking packing = new DeltaPacking();
        for (int width = 0; width <= 64; width++) {
            for (int count : COUNTS) {
                long[] values = new long[count];
                for (int i = 0; i < count; i++) {
                    long noise = KeyBucket.mix64(width * 10_000L + i);
                    values[i] = width == 0 ? 7 : noise >> (64 - width);
                }
                Bytes out = new Bytes(1);
                packing.writeLongs(values, count, out);
                DeltaBinaryPackingValuesReader reader = reader(out, count);
                for (int i = 0; i < count; i++) {
                    assertThat(reader.readLong())
                            .as("width %s value %s", width, i)
                            .isEqualTo(values[i]);
                }
            }
        }
    }

    @Test
    void intDifferencesWrapAroundAndStayWithin32Bits() {
        DeltaPacking packing = new DeltaPacking();
        for (int count : COUNTS) {
            int[] values = new int[count];
            for (int i = 0; i < count; i++) {
                values[i] = i % 3 == 0 ? Integer.MIN_VALUE : i % 3 == 1 ? Integer.MAX_VALUE : i;
            }
            Bytes out = new Bytes(1);
            packing.writeInts(values, count, out);
            assertThat(out.length).isLessThan(4 * (count + 128) + 40);
            DeltaBinaryPackingValuesReader reader = reader(out, count);
            for (int i = 0; i < count; i++) {
                assertThat(reader.readInteger()).as("value %s", i).isEqualTo(values[i]);
            }
        }
    }

    @Test
    void valuesThatRepeatBeforeTheyJumpAreLeftToZstd() {
        long[] repeating = new long[4_096];
        long[] rising = new long[4_096];
        long[] uniform = new long[4_096];
        for (int i = 0; i < rising.length; i++) {
            repeating[i] = KeyBucket.mix64(i / 3) >>> 40;
            rising[i] = 1_760_000_000_000_000L + i * 1_000L + (KeyBucket.mix64(i) & 0xFFF);
            uniform[i] = KeyBucket.mix64(i);
        }
        assertThat(DeltaPacking.pays(repeating, repeating.length)).isFalse();
        assertThat(DeltaPacking.pays(rising, rising.length)).isTrue();
        assertThat(DeltaPacking.pays(uniform, uniform.length)).isFalse();
    }

    private static DeltaBinaryPackingValuesReader reader(Bytes out, int count) {
        DeltaBinaryPackingValuesReader reader = new DeltaBinaryPackingValuesReader();
        try {
            reader.initFromPage(count, ByteBufferInputStream.wrap(ByteBuffer.wrap(out.array, 0, out.length)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reader;
    }
}
