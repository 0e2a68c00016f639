package io.millrace.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.BusTopic;
import io.millrace.job.sinks.kafka.MessageKey;
import io.millrace.run.RunIdentity;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlicesTest {
    private static final long DAY = 86_400_000_000L;
    private static final RunIdentity IDENTITY =
            new RunIdentity(42, "baseline_v1", "a".repeat(64), "b".repeat(64), "c".repeat(64));

    @Test
    void aBusyDayIsCutAndAQuietOneIsNot() {
        Slices slices =
                Slices.of(plan(file("a", 100, 5 * DAY, 5 * DAY + 9), file("b", 301, 6 * DAY, 7 * DAY - 1)), 100);
        assertThat(slices.count()).isEqualTo(5);
        assertThat(slices.from(0)).isEqualTo(5 * DAY);
        assertThat(slices.until(0)).isEqualTo(6 * DAY);
        assertThat(slices.until(1)).isEqualTo(6 * DAY + DAY / 4);
        assertThat(slices.until(4)).isEqualTo(7 * DAY);
    }

    @Test
    void everyTimeOfTheFilesLiesInOneStretch() {
        // 7 pieces do not divide a day into whole microseconds.
        Slices slices = Slices.of(plan(file("a", 7, 0, DAY - 1)), 1);
        long end = 0;
        for (int slice = 0; slice < slices.count(); slice++) {
            assertThat(slices.from(slice)).isEqualTo(end);
            end = slices.until(slice);
        }
        assertThat(end).isEqualTo(DAY);
        assertThat(slices.indexOf(-1)).isZero();
        assertThat(slices.indexOf(DAY / 2)).isEqualTo(3);
        assertThat(slices.indexOf(DAY)).isEqualTo(slices.count());
    }

    @Test
    void aRunWithoutRowsHasNoStretch() {
        assertThat(Slices.of(plan(), 10).count()).isZero();
    }

    @Test
    void plansThatSendOtherMessagesToOtherPlacesHaveOtherDigests() {
        ReplayFile file = file("/x/a", 7, 0, 1);
        ReplayPlan plan = plan(file);
        assertThat(plan(file("/moved/a", 7, 0, 1)).digest()).isEqualTo(plan.digest());
        assertThat(plan(file("/x/a", 8, 0, 1)).digest()).isNotEqualTo(plan.digest());
        assertThat(plan.endingAt(new RowKey(1, 2, 3, 4)).digest()).isNotEqualTo(plan.digest());
        assertThat(new ReplayPlan(
                                IDENTITY,
                                List.of(file),
                                List.of(new BusTopic(BusStream.EVENTS, "t", 3)),
                                MessageKey.FLOW_ID,
                                plan.from(),
                                plan.until())
                        .digest())
                .isNotEqualTo(plan.digest());
    }

    private static ReplayFile file(String path, long rows, long tsMin, long tsMax) {
        return new ReplayFile(BusStream.EVENTS, path, rows, tsMin, tsMax);
    }

    private static ReplayPlan plan(ReplayFile... files) {
        return new ReplayPlan(
                IDENTITY,
                List.of(files),
                List.of(new BusTopic(BusStream.EVENTS, "t", 2)),
                MessageKey.FLOW_ID,
                RowKey.at(Long.MIN_VALUE),
                RowKey.at(Long.MAX_VALUE));
    }
}
