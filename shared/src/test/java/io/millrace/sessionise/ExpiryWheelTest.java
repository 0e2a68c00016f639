package io.millrace.sessionise;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.slab.KeyBucket;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ExpiryWheelTest {
    private static final long HARD_BREAK = 5_400_000_000L;

    /** Dues move on while filed, jumps exceed the ring, many share a slot: what is due comes up, nothing else, once. */
    @Test
    void everyDuePartyComesUpExactlyWhenItIsDue() {
        for (int seed = 0; seed < 200; seed++) {
            ExpiryWheel wheel = new ExpiryWheel(HARD_BREAK);
            Map<Long, Long> due = new TreeMap<>();
            long now = 1_580_000_000_000_000L;
            for (int step = 1; step <= 120; step++) {
                long x = KeyBucket.mix64(seed * 1_000L + step);
                long party = 1 + (x >>> 20) % 50;
                long next = now + HARD_BREAK + (x >>> 3 & 0xFFFFF);
                if (due.put(party, next) == null) {
                    wheel.file(party, next);
                }
                now += (x & 7) == 0 ? (x >>> 8 & 0x3F_FFFF_FFFFL) : (x >>> 8 & 0xFFF_FFFF);
                TreeSet<Long> closed = new TreeSet<>();
                wheel.sweep(now, (candidate, limit) -> {
                    long at = due.get(candidate);
                    if (at <= limit) {
                        assertThat(closed.add(candidate)).isTrue();
                    }
                    return at;
                });
                TreeSet<Long> expected = new TreeSet<>();
                for (Iterator<Map.Entry<Long, Long>> entries = due.entrySet().iterator(); entries.hasNext(); ) {
                    Map.Entry<Long, Long> entry = entries.next();
                    if (entry.getValue() <= now) {
                        expected.add(entry.getKey());
                        entries.remove();
                    }
                }
                assertThat(closed).as("seed %d step %d", seed, step).isEqualTo(expected);
                assertThat(wheel.nextMillis() == Long.MAX_VALUE).isEqualTo(due.isEmpty());
                assertThat((wheel.nextMillis() > (now - 1) / 1000 - 1)).isTrue();
            }
        }
    }
}
