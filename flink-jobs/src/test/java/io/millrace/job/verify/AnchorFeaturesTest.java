package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.slab.FlowSlab;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnchorFeaturesTest {
    private static final int ROWS = 10_240;
    private static final long FREQUENT = 5_000_001;

    private final FlowSlab anchors = new FlowSlab(1);
    private final AnchorSample sample = new AnchorSample(anchors, ROWS);

    /** Ids of their own, but one row of fifty has an id that lies amid all others, and one of four has the least. */
    AnchorFeaturesTest() {
        anchors.addRow();
        for (int row = 0; row < ROWS; row++) {
            anchors.arrivalSeq[0] = row;
            anchors.deviceId[0] = isFrequent(row) ? FREQUENT : 1_000L * row;
            anchors.merchantId[0] = row % 4 == 0 ? 0 : -row;
            anchors.channel[0] = (byte) (row % 3 + 1);
            sample.offer(anchors, PlannedEnd.CLEARED, .1, .1);
        }
    }

    @Test
    void aFrequentValueHasABinToItself() {
        byte[] bins = column("device_id");
        assertThat(IntStream.range(0, ROWS).filter(row -> bins[row] == bins[49]))
                .allMatch(AnchorFeaturesTest::isFrequent)
                .hasSize(ROWS / 50);
        byte[] unsigned = column("merchant_id");
        assertThat(IntStream.range(0, ROWS).filter(row -> unsigned[row] == unsigned[0]))
                .allMatch(row -> row % 4 == 0)
                .hasSize(ROWS / 4);
    }

    /** 40 rows to each of 256. */
    @Test
    void binsOfRareValuesHaveEquallyManyRows() {
        byte[] bins = column("arrival_seq");
        int[] rows = new int[BoostedTrees.BINS];
        for (byte bin : bins) {
            rows[bin & 0xFF]++;
        }
        assertThat(Arrays.stream(rows)).allMatch(count -> count >= 39 && count <= 41);
    }

    @Test
    void fewValuesHaveABinEach() {
        byte[] bins = column("channel");
        assertThat(new byte[] {bins[0], bins[1], bins[2]}).doesNotHaveDuplicates();
        assertThat(bins[3]).isEqualTo(bins[0]);
    }

    private byte[] column(String name) {
        AnchorFeatures features =
                new AnchorFeatures(sample, IntStream.range(0, ROWS).toArray());
        return features.bins()[features.names().indexOf(name)];
    }

    private static boolean isFrequent(int row) {
        return row % 50 == 49;
    }
}
