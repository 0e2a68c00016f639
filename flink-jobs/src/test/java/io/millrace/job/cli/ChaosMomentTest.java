package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosMomentTest {
    @Test
    void twentySeedsMeetEveryPartOfARun() {
        TreeSet<Integer> fifths = new TreeSet<>();
        for (int seed = 0; seed < 20; seed++) {
            ChaosMoment moment = ChaosMoment.of(seed, 0);
            assertThat(moment.share()).isBetween(0.0, 0.85);
            assertThat(moment.intervalShare()).isBetween(0.0, 1.0);
            fifths.add((int) (moment.share() / 0.85 * 5));
        }
        assertThat(fifths).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aRepetitionComesAtAnotherMomentAndASeedAtTheSame() {
        assertThat(ChaosMoment.of(3, 1)).isNotEqualTo(ChaosMoment.of(3, 0));
        assertThat(ChaosMoment.of(3, 1)).isEqualTo(ChaosMoment.of(3, 1));
    }

    @Test
    void theLaterPartOfARunIsNotLeft() {
        assertThat(ChaosMoment.of(7, 0).notBefore(0.3).share()).isBetween(0.3, 1.0);
    }

    @Test
    void aProcessThatFailsByItselfBeforeTheMomentIsNoMissedFault(@TempDir Path folder) throws Exception {
        ChaosProcess failed = new ChaosProcess(new ProcessBuilder("false").start());
        ChaosProcess ended = new ChaosProcess(new ProcessBuilder("true").start());
        failed.await();
        ended.await();
        ChaosRun none = new ChaosRun(folder.resolve("runs"));
        try (ChaosProcesses processes = new ChaosProcesses()) {
            ChaosStage stage = new ChaosStage(folder, "tiny", "baseline_20260101_60d", 500, processes);

            assertThat(ChaosMoment.of(0, 0).await(ended, none, stage)).isFalse();
            assertThatThrownBy(() -> ChaosMoment.of(0, 0).await(failed, none, stage))
                    .isInstanceOf(EndedByItself.class)
                    .hasMessageContaining("exit 1");
        }
    }
}
