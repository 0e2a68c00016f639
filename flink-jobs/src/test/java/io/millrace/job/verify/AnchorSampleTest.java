package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.slab.FlowSlab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnchorSampleTest {
    private static final int ROWS = 20_000;

    private final FlowSlab anchors = new FlowSlab(1);

    AnchorSampleTest() {
        anchors.addRow();
    }

    @Test
    void aSmallRunIsTakenWhole() {
        AnchorSample sample = new AnchorSample(anchors, ROWS, ROWS);
        for (int row = 0; row < ROWS; row++) {
            offer(sample, row);
        }
        assertThat(sample.size()).isEqualTo(ROWS);
        assertThat(sample.open(AnchorSample.Target.DECLINE)).hasSize(ROWS);
    }

    /** Files are read by several threads, in whatever order. */
    @Test
    void theSameRowsAreTakenInTheSameOrderHoweverTheyAreRead() {
        AnchorSample upwards = new AnchorSample(anchors, ROWS, 1_000);
        AnchorSample downwards = new AnchorSample(anchors, ROWS, 1_000);
        for (int row = 0; row < ROWS; row++) {
            offer(upwards, row);
            offer(downwards, ROWS - 1 - row);
        }
        assertThat(upwards.size()).isBetween(850, 1_150);
        assertThat(flows(upwards))
                .isEqualTo(flows(downwards))
                .isNotEqualTo(flows(upwards).stream().sorted().toList());
    }

    @Test
    void rowsWhoseEndTheLawDoesNotLeaveOpenAreNotLearnedFrom() {
        AnchorSample sample = new AnchorSample(anchors, 4, 4);
        double[] chances = {0, .3, 1, .7};
        for (int row = 0; row < chances.length; row++) {
            anchors.arrivalSeq[0] = row;
            sample.offer(anchors, PlannedEnd.CHALLENGED_REFUNDED, .5, chances[row]);
        }
        assertThat(sample.open(AnchorSample.Target.REFUND)).containsExactlyInAnyOrder(1, 3);
        assertThat(sample.happened(AnchorSample.Target.REFUND, 1)).isTrue();
        assertThat(sample.happened(AnchorSample.Target.DECLINE, 1)).isFalse();
    }

    @Test
    void challengesThatFailAreDeclines() {
        assertThat(AnchorSample.Target.DECLINE.isHitBy(PlannedEnd.ofTemplate(11)))
                .isTrue();
        assertThat(AnchorSample.Target.DECLINE.isHitBy(PlannedEnd.ofTemplate(12)))
                .isTrue();
        assertThat(AnchorSample.Target.DECLINE.isHitBy(PlannedEnd.ofTemplate(9)))
                .isFalse();
    }

    private void offer(AnchorSample sample, int row) {
        anchors.merchantId[0] = row % 7;
        anchors.arrivalSeq[0] = row;
        anchors.flowId[0] = row + 1L;
        sample.offer(anchors, PlannedEnd.CLEARED, .1, .1);
    }

    /** The first column is the flow id. */
    private static List<Long> flows(AnchorSample sample) {
        List<Long> flows = new ArrayList<>();
        for (int row : sample.open(AnchorSample.Target.DECLINE)) {
            flows.add(sample.cell(0, row));
        }
        return flows;
    }
}
