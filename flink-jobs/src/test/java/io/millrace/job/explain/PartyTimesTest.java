package io.millrace.job.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What matters to an arrival ends where a hard break does. */
class PartyTimesTest {
    private static final long BREAK = 5_400_000_000L;
    private static final long PARTY = 104;

    private final PartyTimes times = new PartyTimes(BREAK);

    @Test
    void aGapBelowTheHardBreakJoinsAndTheHardBreakParts() {
        ArrivalName first = arrival(1, 0);
        ArrivalName second = arrival(2, BREAK);
        ArrivalName third = arrival(3, 2 * BREAK - 1);
        ArrivalName fourth = arrival(4, 3 * BREAK - 2);

        assertThat(times.around(PARTY, first)).containsOnlyKeys(first);
        assertThat(times.around(PARTY, third).keySet()).containsExactly(second, third, fourth);
        assertThat(times.around(PARTY, fourth)).isEqualTo(times.around(PARTY, second));
    }

    @Test
    void equalTimesAreOrderedByMerchantUnsigned() {
        ArrivalName high = new ArrivalName(-1, 1, 1);
        ArrivalName low = new ArrivalName(17, 0, 9);
        times.add(PARTY, 5, high);
        times.add(PARTY, 5, low);
        times.add(PARTY + 1, 5, new ArrivalName(3, 2, 1));

        assertThat(times.around(PARTY, high).keySet()).containsExactly(low, high);
    }

    @Test
    void whatTheWorldSaysOfATimeComesBeforeWhatTheRunSays() {
        ArrivalName name = arrival(1, 7);
        times.add(PARTY, 99, name);

        assertThat(times.around(PARTY, name)).containsEntry(name, 7L);
    }

    private ArrivalName arrival(long seq, long micros) {
        ArrivalName name = new ArrivalName(17, 0, seq);
        times.add(PARTY, micros, name);
        return name;
    }
}
