package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a report says of the command, and the command that repeats a round. */
class ChaosInvocationTest {
    private static final ChaosRound ROUND = new ChaosRound("F4", 7, "kill -9", 1, 1, 12, false, 1_000, 0, 9.5, "rows");

    @Test
    void theRowsThatTheLauncherBringsAreNotToldToAReader() {
        assertThat(told("chaos", "--seeds", "2", "--more-rows", "/dev/fd/8"))
                .isEqualTo("`./millrace chaos --seeds 2`, world tiny, baseline_20260101_60d, a checkpoint every 0.5 s");
        assertThat(told("chaos", "--more-rows=/dev/fd/8", "--work", "chaos", "--keep"))
                .startsWith("`./millrace chaos --work chaos --keep`, ");
        assertThat(told()).startsWith("`./millrace chaos`, ");
    }

    private static String told(String... typed) {
        return new ChaosInvocation(List.of(typed), "tiny", "baseline_20260101_60d", 0.5).told();
    }

    @Test
    void aRoundIsRepeatedInItsOwnWorldAndWindowAndPace() {
        assertThat(new ChaosInvocation(List.of(), "tiny", "baseline_20260101_60d", 0.5).again(ROUND))
                .isEqualTo("./millrace chaos --fault F4 --first-seed 7 --seeds 1 --keep");
        assertThat(new ChaosInvocation(List.of(), "demo", "other_20260101_30d", 2).again(ROUND))
                .isEqualTo("./millrace chaos --fault F4 --first-seed 7 --seeds 1 --keep --world-spec demo"
                        + " --scenario other_20260101_30d --checkpoint-seconds 2.0");
    }
}
