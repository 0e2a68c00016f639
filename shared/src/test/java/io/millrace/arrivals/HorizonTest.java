package io.millrace.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HorizonTest {
    @Test
    void wholeDaysCoverTheLastBucket() {
        assertThat(Horizon.ofDays(490_896, 0).hours()).isEqualTo(24);
        assertThat(Horizon.ofDays(490_896, 23).hours()).isEqualTo(24);
        assertThat(Horizon.ofDays(490_896, 24).hours()).isEqualTo(48);
        assertThat(Horizon.ofDays(490_896, 2_159).hours()).isEqualTo(2_160);
        assertThat(Horizon.ofDays(490_896, 2_159).startMicros()).isEqualTo(1_767_225_600_000_000L);
        assertThat(Horizon.ofDays(490_896, 2_159).endMicros()).isEqualTo(1_775_001_600_000_000L);
    }

    @Test
    void ratesAreRoundedToTheNearestWholeNumberHalvesUp() {
        Horizon ninetyDays = new Horizon(0, 2_160);
        assertThat(ninetyDays.per1000Days(0)).isZero();
        assertThat(ninetyDays.per1000Days(1)).isEqualTo(11);
        assertThat(ninetyDays.per1000Days(5)).isEqualTo(56);
        assertThat(ninetyDays.per1000Days(124_724_153)).isEqualTo(1_385_823_922L);
        // 3 rows in 16 days are 187.5.
        assertThat(new Horizon(0, 16 * 24).per1000Days(3)).isEqualTo(188);
    }

    @Test
    void aHorizonHasAnHourAtLeastAndThirtyYearsAtMost() {
        assertThatThrownBy(() -> new Horizon(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Horizon(0, Horizon.HOURS_MAX + 1L))
                .hasMessage("a horizon has 1..262144 hours, was 262145");
    }

    @Test
    void theStartIsWhatMostRowsImplyAndTheEndCoversThem() {
        Survey votes = new Survey();
        votes.addStart(100, 30);
        votes.addStart(100, 7);
        votes.addStart(99, 500);
        assertThat(votes.horizon()).contains(new Horizon(100, 48));
        votes.addStart(99, 2);
        assertThat(votes.horizon()).as("a tie goes to the earlier start").contains(new Horizon(99, 504));
        votes.addStart(100, Long.MAX_VALUE);
        votes.addStart(100, -5);
        assertThat(votes.horizon()).as("absurd buckets do not stretch it").contains(new Horizon(100, 48));
        assertThat(new Survey().horizon()).isEmpty();
    }
}
