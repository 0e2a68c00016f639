package io.millrace.job.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** When messages are due, on a clock that the test turns. */
class MetronomeTest {
    private static final long START = 5_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private long now = START;

    @Test
    void flatOutEverythingIsDue() {
        assertThat(metronome(new ReplayPace.FlatOut(), 1, 0).nanosUntil(Long.MAX_VALUE, 9))
                .isZero();
    }

    @Test
    void bySpeedupAMessageIsDueWhenItsTimeHasComeAndNotBefore() {
        Metronome metronome = metronome(new ReplayPace.BySpeedup(10), 1, 0);
        assertThat(metronome.nanosUntil(1_000_000, 0)).isEqualTo(SECOND / 10);
        assertThat(metronome.nanosUntil(1, 0)).isEqualTo(100);
        now += SECOND / 10 - 1;
        assertThat(metronome.nanosUntil(1_000_000, 0)).isEqualTo(1);
        now++;
        assertThat(metronome.nanosUntil(1_000_000, 0)).isZero();
    }

    @Test
    void byRateATaskTakesItsShare() {
        Metronome half = metronome(ReplayPace.ByRate.steady(1_000), 0.5, 0);
        assertThat(half.nanosUntil(0, 500)).isEqualTo(SECOND);
        assertThat(half.nanosUntil(0, 0)).isZero();
    }

    @Test
    void aRateThatIsTakenUpGoesOnFromTheMessagesThatWereSent() {
        ReplayPace plan = new ReplayPace.ByRate(
                List.of(new ReplayPace.Segment(10, 100, 100), new ReplayPace.Segment(10, 1_000, 1_000)));
        Metronome metronome = metronome(plan, 1, 1_000);
        assertThat(metronome.nanosUntil(0, 1_000)).isZero();
        assertThat(metronome.nanosUntil(0, 2_000)).isEqualTo(SECOND);
    }

    @Test
    void aRampSendsWhatItsAreaSays() {
        ReplayPace.ByRate ramp = new ReplayPace.ByRate(List.of(new ReplayPace.Segment(4, 0, 100)));
        assertThat(ramp.secondsAt(0)).isZero();
        // 25 t^2 / 2 messages after t seconds.
        assertThat(ramp.secondsAt(50)).isCloseTo(2, within(1e-9));
        assertThat(ramp.secondsAt(200)).isCloseTo(4, within(1e-9));
        assertThat(ramp.secondsAt(300)).isCloseTo(5, within(1e-9));
    }

    @Test
    void whatIsLateByAMomentIsCaughtUpAndALongWaitMovesTheClock() {
        Metronome metronome = metronome(ReplayPace.ByRate.steady(10), 1, 0);
        now = START + SECOND / 2;
        assertThat(metronome.nanosUntil(0, 0)).isEqualTo(-SECOND / 2);
        assertThat(metronome.nanosUntil(0, 6)).isEqualTo(SECOND / 10);
        now = START + 11 * SECOND;
        assertThat(metronome.nanosUntil(0, 0)).isEqualTo(-11 * SECOND);
        // Ten of the eleven seconds are gone for good: message 10 comes as if one second had passed.
        assertThat(metronome.nanosUntil(0, 10)).isZero();
        assertThat(metronome.nanosUntil(0, 11)).isEqualTo(SECOND / 10);
    }

    private Metronome metronome(ReplayPace pace, double share, long rowsDone) {
        return new Metronome(pace, () -> now, START, 0, share, rowsDone);
    }
}
